// A real Visual Studio Code (code-server in a headless Chromium) with a profile of its own, and a line into its
// extension host.
import { chromium } from "playwright-core";
import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks again until the answer is true, for `ms` at most; gives the last answer. */
export async function until(ask, ms = 30000) {
  const end = Date.now() + ms;
  for (;;) {
    let answer;
    try {
      answer = await ask();
    } catch {
      // Not there yet.
    }
    if (answer || Date.now() > end) {
      return answer;
    }
    await sleep(100);
  }
}

/**
 * What a user's settings hold: no question when it starts, no network, nothing that moves by itself. Nothing here may
 * change what happens while one types (suggestions, accepting, indentation, brackets): a test that switches a trouble off
 * hides it. In a browser files are saved by themselves; "off" is what the desktop does.
 */
const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "files.hotExit": "off",
  "files.autoSave": "off",
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "git.enabled": false,
};

export class Editor {
  /** Starts an editor on a folder, with packages installed. `tools` holds node_modules with code-server. `window` is its size. */
  static async start({ tools, vsixes, folder, shots, settings = {}, env = {}, window = {} }) {
    const editor = new Editor();
    editor.window = { width: 1280, height: 800, scale: 1, ...window };
    editor.shots = shots;
    mkdirSync(shots, { recursive: true });
    editor.home = mkdtempSync(path.join(tmpdir(), "sidestep-code-"));
    const user = path.join(editor.home, "user");
    mkdirSync(path.join(user, "User"), { recursive: true });
    writeFileSync(path.join(user, "User", "settings.json"), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
    writeFileSync(path.join(editor.home, "config.yaml"), "auth: none\n");
    const entry = path.join(tools, "node_modules", "code-server", "out", "node", "entry.js");
    editor.extensions = path.join(editor.home, "extensions");
    const common = ["--user-data-dir", user, "--extensions-dir", editor.extensions, "--config", path.join(editor.home, "config.yaml")];
    for (const vsix of vsixes) {
      execFileSync(process.execPath, [entry, ...common, "--install-extension", vsix], { stdio: "pipe" });
    }
    const port = await new Promise((done) => {
      const probe = createServer().listen(0, "127.0.0.1", () => {
        const { port } = probe.address();
        probe.close(() => done(port));
      });
    });
    const socket = path.join(editor.home, "probe");
    const args = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
    editor.process = spawn(process.execPath, [entry, ...common, ...args], {
      env: { ...process.env, ...env, SIDESTEP_PROBE: socket },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const log = createWriteStream(path.join(editor.home, "log"));
    editor.process.stdout.pipe(log);
    editor.process.stderr.pipe(log);
    try {
      await editor.open(port, folder, socket);
    } catch (error) {
      await editor.stop();
      throw error;
    }
    return editor;
  }

  async open(port, folder, socket) {
    const up = await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok, 30000);
    if (!up) {
      throw new Error(`code-server did not start: ${readFileSync(path.join(this.home, "log"), "utf8")}`);
    }
    const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: flags });
    const { width, height, scale } = this.window;
    const context = await this.browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
    this.page = await context.newPage();
    this.page.on("dialog", (dialog) => dialog.accept());
    // No request leaves this machine.
    await this.page.route("**/*", (route) => {
      const url = route.request().url();
      const here = /^(https?|wss?):\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url) || !/^(https?|wss?):/.test(url);
      return here ? route.continue() : route.abort();
    });
    await this.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
    await this.page.waitForSelector(".monaco-workbench", { timeout: 30000 });
    await this.listen(socket);
  }

  async listen(socket) {
    this.line = await until(
      () =>
        new Promise((done, fail) => {
          const line = connect(socket, () => done(line)).on("error", fail);
        }),
      60000,
    );
    if (!this.line) {
      throw new Error("the extension host did not answer");
    }
    this.waiting = new Map();
    readline.createInterface({ input: this.line }).on("line", (text) => {
      const { id, value, error } = JSON.parse(text);
      const { done, fail } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) {
        done(value);
      } else {
        fail(new Error(error));
      }
    });
    this.line.on("error", () => {});
  }

  /** Runs a function in the extension host. It sees `vscode` and its arguments, nothing else. */
  api(run, ...args) {
    return new Promise((done, fail) => {
      const id = (this.last = (this.last ?? 0) + 1);
      this.waiting.set(id, { done, fail });
      this.line.write(`${JSON.stringify({ id, source: run.toString(), args })}\n`);
    });
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  /** By keys only: a click can be caught by something that the workbench is just laying out. */
  async focus() {
    const isIn = () => this.page.evaluate(() => Boolean(document.activeElement?.closest(".editor-instance")));
    await this.press("Escape");
    if (!(await isIn())) {
      await this.press("Control+1");
      await until(isIn, 5000);
    }
  }

  /** Puts the cursor at a line and column from 1, by keys: asked again where the workbench was busy with something else. */
  async goTo(line, column) {
    const there = () =>
      this.api(async () => {
        const { active, isEmpty } = vscode.window.activeTextEditor.selection;
        return isEmpty && `${active.line + 1}:${active.character + 1}`;
      });
    for (let tries = 0; tries < 5; tries += 1) {
      await this.focus();
      await this.press("Control+g");
      const input = this.page.locator(".quick-input-widget input").first();
      try {
        await input.fill(`:${line}:${column}`, { timeout: 3000 });
        await sleep(150);
        // To the input, wherever the focus has gone meanwhile: in the text it would be a line break.
        await input.press("Enter", { timeout: 3000 });
      } catch {
        continue;
      }
      await until(async () => !(await this.page.locator(".quick-input-widget").first().isVisible()), 3000);
      if (await until(async () => (await there()) === `${line}:${column}`, 1000)) {
        return;
      }
    }
    throw new Error(`the cursor does not come to ${line}:${column}`);
  }

  async palette(command) {
    await this.press("F1");
    const input = this.page.locator(".quick-input-widget input").first();
    await input.waitFor();
    await input.fill(`>${command}`);
    await until(async () => (await this.page.locator(".quick-input-list .monaco-list-row", { hasText: command }).count()) > 0, 5000);
    await this.press("Enter");
  }

  /** The rows of the Problems panel. */
  async problems() {
    const rows = await this.page.locator(".markers-panel .monaco-list-row").allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, " ").trim());
  }

  /** The frames that hold the contents of webviews. */
  async webviews() {
    const frames = this.page.frames().filter((frame) => frame.url().includes("fake.html"));
    return Promise.all(frames.map(async (frame) => ({ frame, html: await frame.content() })));
  }

  shot(name) {
    return this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  /** The process ids of the servers that this editor's copy of the extension runs. */
  servers() {
    return readdirSync("/proc").filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/exe`).startsWith(this.extensions);
      } catch {
        return false;
      }
    });
  }

  async stop() {
    this.line?.destroy();
    await this.browser?.close().catch(() => {});
    for (const signal of ["SIGTERM", "SIGKILL"]) {
      try {
        process.kill(-this.process.pid, signal);
      } catch {
        // Gone.
      }
      await sleep(300);
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}
