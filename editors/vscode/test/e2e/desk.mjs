// What steps use: an editor on a folder of content of its own, with questions that wait for their answer.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Editor, until } from "./editor.mjs";

const { TOOLS, CONTENT, SHOTS, ONLY, SIDESTEP } = process.env;
export const VSIXES = [path.join(TOOLS, "sidestep.vsix"), path.join(TOOLS, "probe.vsix")];
export const BACKEND = "content/roles/backend-engineer.yaml";
export const DATA = "content/roles/data-engineer.yaml";
/** How long an answer is waited for: machines that test are often slow, and no step takes long that works. */
const PATIENCE = 30000;

export const results = { passed: 0, failed: 0 };

/** Waits for an answer to be the expected one, and says what it was instead. */
export async function same(ask, expected, ms = PATIENCE) {
  let last;
  const ok = await until(async () => {
    last = await ask();
    return JSON.stringify(last) === JSON.stringify(expected);
  }, ms);
  if (!ok) {
    assert.deepEqual(last, expected);
  }
}

export async function matches(ask, pattern, ms = PATIENCE) {
  let last = "";
  const ok = await until(async () => {
    last = String(await ask());
    return pattern.test(last);
  }, ms);
  assert.ok(ok, `${pattern} in ${last.slice(0, 600)}`);
}

/** A folder that nobody else uses. */
export const emptyFolder = () => mkdtempSync(path.join(tmpdir(), "careers-"));

/** The shipped content, which has no findings. */
export function cleanContent() {
  const folder = emptyFolder();
  cpSync(path.join(CONTENT, "content"), path.join(folder, "content"), { recursive: true });
  cpSync(path.join(CONTENT, "sidestep.yaml"), path.join(folder, "sidestep.yaml"));
  return folder;
}

/** The shipped content with two mistakes. */
export function content() {
  const folder = cleanContent();
  replace(folder, BACKEND, "role: Fullstack Engineer", "role: Fulstack Engineer");
  replace(folder, DATA, "tools: [", "tools: [Postgres, ");
  return folder;
}

export function replace(folder, file, from, to) {
  const text = readFileSync(path.join(folder, file), "utf8");
  assert.ok(text.includes(from), `${file} holds "${from}"`);
  writeFileSync(path.join(folder, file), text.replace(from, () => to));
}

/** The findings of a folder as `file:line:column code`, sorted, as the command gives them. */
export function truth(folder) {
  let report;
  try {
    report = execFileSync(SIDESTEP, ["check", "--format", "concise", "--color", "never", folder], { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    report = error.stdout;
  }
  return [...report.matchAll(/^.*?(content\/.*?:\d+:\d+): \w+\[([^\]]+)\]/gm)].map(([, place, code]) => `${place} ${code}`).sort();
}

/** Editors are started one after the other: it is the most work for the machine. */
let starting = Promise.resolve();

function start(options) {
  const started = starting.then(() => Editor.start(options));
  starting = started.catch(() => {});
  return started;
}

/** Runs steps in an editor on a folder, and leaves nothing of both. */
export async function at(folder, options, work) {
  const desk = new Desk(folder, await start({ tools: TOOLS, vsixes: VSIXES, folder, shots: SHOTS, ...options }));
  try {
    await work(desk);
  } finally {
    await desk.editor.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export class Desk {
  constructor(folder, editor) {
    this.folder = folder;
    this.editor = editor;
    this.page = editor.page;
    // Steps take them out of the desk.
    for (const name of ["step", "show", "text", "saved", "find", "findings", "active", "revert", "watch", "stands", "changes"]) {
      this[name] = this[name].bind(this);
    }
  }

  /**
   * One thing that an author does; a failure leaves a picture and the rest goes on. It is tried twice: on a busy machine a
   * key now and then goes astray between a browser and its page. What goes wrong twice is a fault.
   */
  async step(name, work, tries = 2) {
    if (ONLY && !new RegExp(ONLY).test(name)) {
      return;
    }
    const number = String(results.passed + results.failed + 1).padStart(2, "0");
    const begun = Date.now();
    try {
      await work();
      results.passed += 1;
      console.log(`PASS ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
      await this.editor.shot(`${number}-${name.replace(/[^a-z]+/gi, "-")}`);
    } catch (error) {
      if (tries > 1) {
        console.log(`     tried again: ${name}: ${error.message.slice(0, 2000).replaceAll("\n", "\n     ")}`);
        await this.step(name, work, tries - 1);
        return;
      }
      results.failed += 1;
      console.log(`FAIL ${name}\n     ${error.message.replaceAll("\n", "\n     ")}`);
      await this.editor.shot(`${number}-FAILED-${name.replace(/[^a-z]+/gi, "-")}`);
    }
  }

  show(file) {
    return this.editor.api(async (file) => {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file);
      await vscode.window.showTextDocument(uri, { viewColumn: 1, preview: false });
    }, file);
  }

  /** A file's text as it is in the editor. */
  text(file) {
    return this.editor.api(async (file) => (await vscode.workspace.openTextDocument(vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file))).getText(), file);
  }

  /** A file's text as it is on the disk. */
  saved(file) {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  /** Line and column from 1 of a text in a file as it is in the editor, `skip` characters into it. */
  async find(file, needle, skip = 0) {
    const whole = await this.text(file);
    const at = whole.indexOf(needle);
    assert.ok(at >= 0, `"${needle}" in ${file}`);
    const before = whole.slice(0, at + skip).split("\n");
    return [before.length, before.at(-1).length + 1];
  }

  /** Sidestep's findings in a file as `line:column-column code`. */
  findings(file) {
    return this.editor.api(async (file) => {
      const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file);
      const ours = vscode.languages.getDiagnostics(uri).filter((d) => d.source === "sidestep" && d.severity < 3);
      return ours.map((d) => `${d.range.start.line + 1}:${d.range.start.character + 1}-${d.range.end.character + 1} ${d.code.value ?? d.code}`);
    }, file);
  }

  /** From now on the extension host writes down when what findings of all files are shown, as `truth` gives them. */
  watch() {
    return this.editor.api(async () => {
      globalThis.watched?.listener.dispose();
      const shown = (severities) => {
        const found = vscode.languages.getDiagnostics().flatMap(([uri, list]) => {
          const ours = list.filter((d) => d.source === "sidestep" && d.severity < severities);
          const place = (d) => (severities === 1 ? d.message : `${d.range.start.line + 1}:${d.range.start.character + 1}`);
          return ours.map((d) => `${vscode.workspace.asRelativePath(uri)}:${place(d)} ${d.code.value ?? d.code}`);
        });
        return found.sort();
      };
      // Errors by their words: one that moves with its line is not another.
      const now = () => ({ at: Date.now(), errors: shown(1), all: shown(3) });
      const watched = { shown, changes: [now()] };
      watched.listener = vscode.languages.onDidChangeDiagnostics(() => watched.changes.push(now()));
      globalThis.watched = watched;
    });
  }

  /** Waits until what is expected is shown and nothing else, and says since when it is. */
  async stands(expected) {
    await same(() => this.editor.api(async () => globalThis.watched.shown(3)), expected, 10000);
    const changes = await this.changes();
    const wrong = changes.findLastIndex(({ all }) => all.join() !== expected.join());
    return changes[wrong + 1]?.at ?? Date.now();
  }

  /** What has been shown since `watch`. */
  changes() {
    return this.editor.api(async () => globalThis.watched.changes);
  }

  /** The path of the file that is worked in. */
  active() {
    return this.editor.api(async () => vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? ""));
  }

  /** Leaves a file as it is on the disk. */
  async revert(file) {
    await this.show(file);
    await this.editor.api(() => vscode.commands.executeCommand("workbench.action.files.revert"));
  }
}
