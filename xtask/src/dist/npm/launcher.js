#!/usr/bin/env node
// Runs the program in the package for this machine, which npm installs beside this one. Arguments, signals and the exit
// code pass through. SIDESTEP_BINARY names another program.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { platforms } = require("./package.json").sidestep;

// The exit code of a command that could not run.
const CANNOT_RUN = 2;

function fail(why) {
  process.stderr.write(`sidestep: ${why}\n`);
  process.exit(CANNOT_RUN);
}

// Whether Node.js itself runs with the C library of GNU.
function hasGlibc() {
  // Looking up names of hosts takes seconds, and concerns nobody here.
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime !== undefined;
}

// The platforms that this machine can run, the best one first. What is linked with musl needs no C library at all, so it
// runs everywhere on Linux.
function fitting() {
  const here = platforms.filter(({ os, cpu }) => os === process.platform && cpu === process.arch);
  if (process.platform !== "linux") return here;
  const musl = here.filter(({ libc }) => libc === "musl");
  return hasGlibc() ? [...here.filter(({ libc }) => libc !== "musl"), ...musl] : musl;
}

// The path of the program.
function program() {
  const own = process.env.SIDESTEP_BINARY;
  if (own) return own;
  const candidates = fitting();
  if (candidates.length === 0) {
    fail(`there is no package for ${process.platform} on ${process.arch}; build the program with Rust and set SIDESTEP_BINARY to its path`);
  }
  for (const candidate of candidates) {
    let manifest;
    try {
      manifest = require.resolve(`${candidate.package}/package.json`);
    } catch {
      continue;
    }
    return executable(path.join(path.dirname(manifest), candidate.file));
  }
  return fail(`the package ${candidates[0].package} is not installed; install again with optional dependencies (npm install --include=optional)`);
}

// The same program with the right to be executed, which some tools that unpack take away: given back, or to a copy where
// the folder is read-only.
function executable(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return file;
  } catch {
    // Goes on.
  }
  try {
    fs.chmodSync(file, 0o755);
    return file;
  } catch {
    // Goes on.
  }
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sidestep-"));
    process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
    const copy = path.join(folder, path.basename(file));
    fs.copyFileSync(file, copy);
    fs.chmodSync(copy, 0o700);
    return copy;
  } catch (error) {
    return fail(`${file} cannot be executed: ${error.message}`);
  }
}

function run(file) {
  let child;
  // On Windows Ctrl-C reaches the program by itself, and it must end first.
  const pass = (signal) => process.platform === "win32" || child.kill(signal);
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", ...(process.platform === "win32" ? [] : ["SIGQUIT", "SIGUSR2"])];
  // Before the program starts, so that no signal comes too early; none is handled before it has.
  for (const signal of signals) process.on(signal, pass);
  child = spawn(file, process.argv.slice(2), { stdio: "inherit" });
  child.on("error", (error) => {
    const named = process.env.SIDESTEP_BINARY ? `, which SIDESTEP_BINARY names,` : "";
    fail(`${file}${named} cannot be run: ${error.message}`);
  });
  child.on("exit", (code, signal) => {
    for (const each of signals) process.removeListener(each, pass);
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    // Ends as the program did. Should this process survive that, it says so as a shell would.
    process.exitCode = 128 + os.constants.signals[signal];
    process.emit("exit", process.exitCode);
    process.kill(process.pid, signal);
  });
}

run(program());
