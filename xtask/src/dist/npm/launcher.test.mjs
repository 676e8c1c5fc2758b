// The launcher with packages of a text in place of the program: what passes through, and what it says where it cannot go
// on. scripts/package runs this; on Windows there is no shell for the text.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import test from "node:test";

const launcher = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "launcher.js");
const { platform, arch } = process;
const platforms = [
  { package: "@sidestep-tools/cli-here", file: "bin/sidestep", os: platform, cpu: arch, libc: platform === "linux" ? "glibc" : null },
  ...(platform === "linux" ? [{ package: "@sidestep-tools/cli-musl", file: "bin/sidestep", os: platform, cpu: arch, libc: "musl" }] : []),
  { package: "@sidestep-tools/cli-elsewhere", file: "bin/sidestep", os: "elsewhere", cpu: arch, libc: null },
];
const folders = [];
test.after(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

// An installation with these programs: package to shell script. Returns the launcher's path.
function installed(programs, mode = 0o755) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "launcher-"));
  folders.push(folder);
  const scope = path.join(folder, "node_modules", "@sidestep-tools");
  const main = path.join(scope, "sidestep");
  fs.mkdirSync(main, { recursive: true });
  fs.copyFileSync(launcher, path.join(main, "sidestep.js"));
  fs.writeFileSync(path.join(main, "package.json"), JSON.stringify({ sidestep: { platforms } }));
  for (const [name, script] of Object.entries(programs)) {
    const bin = path.join(scope, name, "bin");
    fs.mkdirSync(bin, { recursive: true });
    fs.writeFileSync(path.join(scope, name, "package.json"), "{}");
    fs.writeFileSync(path.join(bin, "sidestep"), `#!/bin/sh\n${script}\n`, { mode });
  }
  return path.join(main, "sidestep.js");
}

// Runs the launcher; `before` is JavaScript that changes what Node.js says of the machine.
function run(file, { args = [], env = {}, before = "" } = {}) {
  const preload = path.join(path.dirname(file), "before.cjs");
  fs.writeFileSync(preload, before);
  const options = { encoding: "utf8", env: { ...process.env, SIDESTEP_BINARY: "", ...env }, input: "typed" };
  return spawnSync(process.execPath, ["--require", preload, file, ...args], options);
}

const musl = 'process.report.getReport = () => ({ header: {} });';

test("arguments, input and the exit code pass through", () => {
  const done = run(installed({ "cli-here": 'printf "%s|" "$@"; cat; echo oh >&2; exit 7' }), { args: ["check", "a b", "", "--x=*"] });
  assert.deepEqual([done.stdout, done.stderr, done.status], ["check|a b||--x=*|typed", "oh\n", 7]);
});

test("a program that a signal ends ends the launcher the same way", () => {
  for (const signal of ["SIGTERM", "SIGKILL", "SIGINT"]) {
    assert.equal(run(installed({ "cli-here": `kill -${signal.slice(3)} $$` })).signal, signal);
  }
  assert.equal(run(installed({ "cli-here": "kill -PIPE $$" })).status, 128 + os.constants.signals.SIGPIPE);
});

test("signals reach the program, which has the last word", async () => {
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    const script = `trap 'echo caught; exit 5' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
    const child = spawn(process.execPath, [installed({ "cli-here": script })], { env: { ...process.env, SIDESTEP_BINARY: "" } });
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      if (said === "ready\n") child.kill(signal);
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    assert.deepEqual([said, status], ["ready\ncaught\n", 5], signal);
  }
});

test("a program without the right to be executed runs", () => {
  const file = installed({ "cli-here": "echo runs" }, 0o644);
  assert.equal(run(file).stdout, "runs\n");
  // In a folder that is read-only a copy runs, of which nothing is left.
  const before = 'require("fs").chmodSync = ((real) => (file, mode) => { if (mode === 0o755) throw new Error("read-only"); real(file, mode); })(require("fs").chmodSync);';
  const locked = installed({ "cli-here": 'echo "$0"' }, 0o644);
  const done = run(locked, { before });
  assert.equal(done.status, 0, done.stderr);
  assert.ok(!done.stdout.startsWith(path.dirname(locked)), done.stdout);
  assert.ok(!fs.existsSync(path.dirname(done.stdout.trim())));
  assert.equal(run(installed({ "cli-here": "kill -TERM $$" }, 0o644), { before }).signal, "SIGTERM");
});

test("another program can be named", () => {
  const other = path.join(path.dirname(installed({ "cli-here": "echo other" })), "..", "cli-here", "bin", "sidestep");
  assert.equal(run(installed({ "cli-here": "echo own" }), { env: { SIDESTEP_BINARY: other } }).stdout, "other\n");
  const gone = run(installed({}), { env: { SIDESTEP_BINARY: "/nowhere/sidestep" } });
  assert.equal(gone.status, 2);
  assert.match(gone.stderr, /^sidestep: \/nowhere\/sidestep, which SIDESTEP_BINARY names, cannot be run: .*ENOENT.*\n$/);
});

test("the C library decides, and musl's program runs with any", { skip: platform !== "linux" }, () => {
  const both = { "cli-here": "echo gnu", "cli-musl": "echo musl" };
  const gnu = 'process.report.getReport = () => ({ header: { glibcVersionRuntime: "2.36" } });';
  assert.equal(run(installed(both), { before: gnu }).stdout, "gnu\n");
  assert.equal(run(installed(both), { before: musl }).stdout, "musl\n");
  assert.equal(run(installed({ "cli-musl": "echo musl" }), { before: gnu }).stdout, "musl\n");
  // The other way round nothing would run.
  assert.match(run(installed({ "cli-here": "echo gnu" }), { before: musl }).stderr, /cli-musl is not installed/);
});

test("one line says what to do", () => {
  const left = run(installed({}));
  assert.equal(left.status, 2);
  assert.match(left.stderr, /^sidestep: the package @sidestep-tools\/cli-here is not installed; install again with optional dependencies \(npm install --include=optional\)\n$/);
  const before = 'Object.defineProperty(process, "arch", { value: "pdp11" });';
  const foreign = run(installed({}), { before });
  assert.equal(foreign.status, 2);
  assert.equal(foreign.stderr, `sidestep: there is no package for ${platform} on pdp11; build the program with Rust and set SIDESTEP_BINARY to its path\n`);
});
