// Works in a copy of the shipped content as an author would: by keys where an author uses keys, and through the
// extension host's API where the exact answer matters.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Editor, sleep, until } from "./editor.mjs";

const { TOOLS, CONTENT, SHOTS, ONLY } = process.env;
const VSIXES = [path.join(TOOLS, "sidestep.vsix"), path.join(TOOLS, "probe.vsix")];
const BACKEND = "content/roles/backend-engineer.yaml";
const DATA = "content/roles/data-engineer.yaml";
/** How long an answer is waited for: machines that test are often slow, and no step takes long that works. */
const PATIENCE = 30000;

let failed = 0;
let passed = 0;
const started = Date.now();

/** One thing that an author does; a failure leaves a picture and the rest goes on. */
async function step(editor, name, work) {
  if (ONLY && !new RegExp(ONLY).test(name)) {
    return;
  }
  const number = String(passed + failed + 1).padStart(2, "0");
  const begun = Date.now();
  try {
    await work();
    passed += 1;
    console.log(`PASS ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    await editor.shot(`${number}-${name.replace(/[^a-z]+/gi, "-")}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${error.message.replaceAll("\n", "\n     ")}`);
    await editor.shot(`${number}-FAILED-${name.replace(/[^a-z]+/gi, "-")}`);
  }
}

function copy() {
  const folder = mkdtempSync(path.join(tmpdir(), "careers-"));
  cpSync(path.join(CONTENT, "content"), path.join(folder, "content"), { recursive: true });
  cpSync(path.join(CONTENT, "sidestep.yaml"), path.join(folder, "sidestep.yaml"));
  replace(folder, BACKEND, "role: Fullstack Engineer", "role: Fulstack Engineer");
  replace(folder, DATA, "tools: [", "tools: [Postgres, ");
  return folder;
}

function replace(folder, file, from, to) {
  const text = readFileSync(path.join(folder, file), "utf8");
  assert.ok(text.includes(from), `${file} holds "${from}"`);
  writeFileSync(path.join(folder, file), text.replace(from, () => to));
}

const folder = copy();
const editor = await Editor.start({ tools: TOOLS, vsixes: VSIXES, folder, shots: SHOTS });
const { page } = editor;

const show = (file) =>
  editor.api(async (file) => {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file);
    await vscode.window.showTextDocument(uri, { viewColumn: 1, preview: false });
  }, file);
const text = (file) =>
  editor.api(async (file) => (await vscode.workspace.openTextDocument(vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file))).getText(), file);
/** Line and column from 1 of a text in a file as it is in the editor, `skip` characters into it. */
const find = async (file, needle, skip = 0) => {
  const whole = await text(file);
  const at = whole.indexOf(needle);
  assert.ok(at >= 0, `"${needle}" in ${file}`);
  const before = whole.slice(0, at + skip).split("\n");
  return [before.length, before.at(-1).length + 1];
};
/** Sidestep's findings in a file as `line:column-column code`. */
const findings = (file) =>
  editor.api(async (file) => {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, file);
    const ours = vscode.languages.getDiagnostics(uri).filter((d) => d.source === "sidestep" && d.severity < 3);
    return ours.map((d) => `${d.range.start.line + 1}:${d.range.start.character + 1}-${d.range.end.character + 1} ${d.code.value ?? d.code}`);
  }, file);
const active = () => editor.api(async () => vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? ""));
/** Waits for an answer to be the expected one, and says what it was instead. */
async function same(ask, expected, ms = PATIENCE) {
  let last;
  const ok = await until(async () => {
    last = await ask();
    return JSON.stringify(last) === JSON.stringify(expected);
  }, ms);
  if (!ok) {
    assert.deepEqual(last, expected);
  }
}
async function matches(ask, pattern, ms = PATIENCE) {
  let last = "";
  const ok = await until(async () => {
    last = String(await ask());
    return pattern.test(last);
  }, ms);
  assert.ok(ok, `${pattern} in ${last.slice(0, 600)}`);
}
const revert = async (file) => {
  await show(file);
  await editor.api(() => vscode.commands.executeCommand("workbench.action.files.revert"));
};

try {
  await show(BACKEND);
  await editor.focus();
  await editor.press("Control+Shift+m");

  await step(editor, "a mistake is underlined and listed", async () => {
    await same(() => findings(BACKEND), ["19:11-28 unknown-role"]);
    await matches(async () => (await editor.problems()).join("\n"), /no role is named "Fulstack Engineer".*\[Ln 19, Col 11\]/);
    assert.ok(await until(() => page.locator(".editor-instance .squiggly-error").count()));
  });

  await step(editor, "a mistake in a file that is not open is listed", async () => {
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
    await matches(async () => (await editor.problems()).join("\n"), /"Postgres" is a spelling to avoid/);
  });

  await step(editor, "the status bar counts findings", async () => {
    await matches(() => page.locator("#sidestep-tools\\.sidestep\\.sidestep\\.status").innerText(), /Sidestep: 2 findings/);
  });

  await step(editor, "hover shows what is behind a name", async () => {
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    await editor.press("Control+k", "Control+i");
    await matches(async () => (await page.locator(".monaco-hover .hover-contents, .monaco-resizable-hover .hover-contents").allInnerTexts()).join("\n"), /DevOps Engineer[^]*reliab/i);
  });

  await step(editor, "definition goes to the role's file", async () => {
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    await editor.press("F12");
    await same(active, "content/roles/devops-engineer.yaml");
    await same(() => editor.api(async () => vscode.window.activeTextEditor.selection.active), { line: 0, character: 6 });
    await show(BACKEND);
  });

  await step(editor, "references are found in every file", async () => {
    const [line, column] = await find(BACKEND, "role: DevOps Engineer", 8);
    const places = await editor.api(
      async (line, column) => {
        const uri = vscode.window.activeTextEditor.document.uri;
        const found = await vscode.commands.executeCommand("vscode.executeReferenceProvider", uri, new vscode.Position(line, column));
        return [...new Set(found.map((place) => vscode.workspace.asRelativePath(place.uri)))].sort();
      },
      line - 1,
      column - 1,
    );
    assert.ok(places.length >= 4, places.join(" "));
    await editor.goTo(line, column);
    await editor.press("Shift+F12");
    assert.ok(await until(() => page.locator(".peekview-widget .ref-tree .monaco-list-row").count()));
    await sleep(500);
  });

  await step(editor, "a lens says who lists a role and shows them", async () => {
    await editor.focus();
    await editor.press("Escape", "Control+Home");
    const lens = page.locator(".codelens-decoration a").first();
    await matches(() => lens.innerText(), /\d/);
    await lens.click();
    assert.ok(await until(() => page.locator(".peekview-widget .ref-tree .monaco-list-row").count()));
    await sleep(500);
  });

  await step(editor, "a fix corrects the name", async () => {
    await editor.press("Escape");
    await editor.goTo(...(await find(BACKEND, "Fulstack", 3)));
    await editor.press("Control+.");
    const rows = page.locator(".action-widget .monaco-list-row.action");
    await matches(async () => (await rows.allInnerTexts()).join("\n"), /Fullstack Engineer[^]*Explain unknown-role/);
    await editor.shot("fixes");
    await editor.press("Enter");
    await same(() => findings(BACKEND), []);
    assert.match(await text(BACKEND), /- role: Fullstack Engineer\n {4}tagline/);
  });

  await step(editor, "a refactoring moves an alternative with its row and its option", async () => {
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    const order = async () => {
      const names = [...(await text(BACKEND)).matchAll(/^ +(?:- )?role: (.*)$/gm)].map(([, name]) => name);
      return ["Fullstack Engineer", "DevOps Engineer"].map((name) => names.flatMap((one, at) => (one === name ? [at] : [])));
    };
    const [first, second] = await order();
    assert.equal(first.length, 3);
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    const rows = page.locator(".action-widget .monaco-list-row.action");
    await matches(async () => {
      // The menu closes when the editor shows something new beside it.
      if ((await rows.count()) === 0) {
        await editor.press("Control+Shift+r");
        await sleep(1500);
      }
      return (await rows.allInnerTexts()).join("\n");
    }, /Move "DevOps Engineer" up/);
    await editor.shot("refactorings");
    await rows.filter({ hasText: 'Move "DevOps Engineer" up' }).first().click();
    await same(order, [second, first]);
    await same(() => findings(BACKEND), []);
    await revert(BACKEND);
    await same(order, [first, second]);
  });

  await step(editor, "a name is completed while it is typed", async () => {
    const [line, column] = await find(BACKEND, "role: Frontend Engineer\n      then", 6);
    await editor.goTo(line, column);
    await editor.press("Shift+End");
    await page.keyboard.type("Fron", { delay: 60 });
    const rows = page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    await matches(async () => (await rows.allInnerTexts()).join("\n"), /^Frontend Engineer/);
    await sleep(300);
    await editor.shot("completion");
    await editor.press("Enter");
    await matches(() => text(BACKEND), /role: Frontend Engineer\n {6}then/);
    await same(() => findings(BACKEND), []);
  });

  await step(editor, "a tool is completed inside a list", async () => {
    const [line, column] = await find(BACKEND, "Docker, Kubernetes]", 18);
    await editor.goTo(line, column);
    await page.keyboard.type(", Terr", { delay: 60 });
    const rows = page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    await matches(async () => (await rows.allInnerTexts()).join("\n"), /^Terraform/);
    await editor.press("Enter");
    await matches(() => text(BACKEND), /Docker, Kubernetes, Terraform\]/);
    await same(() => findings(BACKEND), []);
  });

  await step(editor, "the page is shown at the side and follows typing", async () => {
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    const shown = async () => (await editor.webviews()).map((view) => view.html).join("\n");
    await editor.focus();
    await editor.palette("Sidestep: Open Page to the Side");
    await matches(shown, /Why look beyond Backend Engineer toolkit/);
    const html = await shown();
    assert.match(html, /Content-Security-Policy/);
    assert.match(html, /Infrastructure automation/i, "a cell of another role's file is filled in");
    await editor.goTo(...(await find(BACKEND, "Takes a feature", 0)));
    await page.keyboard.type("NEW ");
    await matches(shown, /NEW Takes a feature/);
    const [{ frame }] = await editor.webviews();
    const styled = await frame.evaluate(() => {
      const heading = document.querySelector("h1");
      const view = document.defaultView;
      return [view.getComputedStyle(heading).fontWeight, view.getComputedStyle(document.body).backgroundColor];
    });
    assert.deepEqual(styled, ["700", "rgb(255, 255, 255)"], "the page's own style is applied, in the editor's colours");
    await sleep(300);
    await editor.shot("page");
    await revert(BACKEND);
    await matches(shown, /<h3>[^<]*— Takes a feature/);
    await show("content/roles/data-engineer.yaml");
    await matches(shown, /Why look beyond Data Engineer toolkit/);
    await show(BACKEND);
    await matches(shown, /Why look beyond Backend Engineer toolkit/);
  });

  await step(editor, "a rename changes every file", async () => {
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    await show("content/roles/cloud-architect.yaml");
    await editor.goTo(1, 8);
    await editor.press("F2");
    const input = page.locator(".rename-box input");
    await input.waitFor();
    await input.fill("Platform Architect");
    await editor.press("Enter");
    // Sentences that use the name are the author's to decide; the editor shows them unticked beside the rest.
    const apply = page.locator(".refactor-preview .monaco-button", { hasText: "Apply" }).or(page.getByRole("button", { name: "Apply" })).first();
    await apply.waitFor();
    await sleep(300);
    await editor.shot("rename");
    await apply.click();
    const roles = path.join(folder, "content/roles");
    await matches(async () => text(BACKEND), /- role: Platform Architect\n {4}tagline/);
    await matches(async () => text(DATA), /- role: Platform Architect\n {4}tagline/);
    await matches(async () => text("content/roles/devops-engineer.yaml"), /- role: Platform Architect\n {4}tagline/);
    await same(async () => readdirSync(roles).filter((name) => /architect/.test(name)), ["platform-architect.yaml"]);
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    await matches(() => readFileSync(path.join(roles, "devops-engineer.yaml"), "utf8"), /role: Platform Architect/);
    await same(() => findings(BACKEND), []);
    await same(() => findings("content/roles/platform-architect.yaml"), []);
    await same(() => findings("content/roles/cloud-architect.yaml"), []);
    await show(BACKEND);
  });

  await step(editor, "in a broken file everything else goes on working", async () => {
    await show(BACKEND);
    const [line] = await find(BACKEND, "summary:");
    await editor.goTo(line + 1, 1);
    await page.keyboard.insertText('broken: [one, "two\n');
    await matches(() => findings(BACKEND), /syntax/);
    const broken = await findings(BACKEND);
    assert.ok(broken.every((finding) => /^5:/.test(finding)), `only the broken line is reported: ${broken.join(" ")}`);
    await same(() => findings("content/roles/devops-engineer.yaml"), []);
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    await editor.press("Control+k", "Control+i");
    await matches(async () => (await page.locator(".monaco-hover .hover-contents, .monaco-resizable-hover .hover-contents").allInnerTexts()).join("\n"), /DevOps Engineer/);
    await editor.shot("broken");
    await editor.press("Escape", "F12");
    await same(active, "content/roles/devops-engineer.yaml");
    await revert(BACKEND);
    await same(() => findings(BACKEND), []);
  });

  await step(editor, "a killed server comes back with nothing lost", async () => {
    await show(BACKEND);
    const before = editor.servers();
    assert.equal(before.length, 1, before.join(" "));
    await editor.goTo(...(await find(BACKEND, "skills: [", 9)));
    await page.keyboard.insertText("juggling, ");
    await matches(() => findings(BACKEND), /unknown-skill/);
    process.kill(Number(before[0]), "SIGKILL");
    await matches(async () => editor.servers().filter((pid) => pid !== before[0]).length, /1/);
    await matches(() => findings(BACKEND), /unknown-skill/);
    await page.keyboard.insertText("Dockr, ");
    await same(async () => (await findings(BACKEND)).filter((finding) => /unknown-skill/.test(finding)).length, 2);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
    await revert(BACKEND);
    await same(() => findings(BACKEND), []);
  });

  await step(editor, "restart by command", async () => {
    const before = editor.servers();
    await editor.focus();
    await editor.palette("Sidestep: Restart Server");
    await until(async () => editor.servers().length === 1 && editor.servers()[0] !== before[0]);
    assert.notDeepEqual(editor.servers(), before);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
  });

  await step(editor, "a finding is explained", async () => {
    await show(DATA);
    await editor.goTo(...(await find(DATA, "Postgres", 2)));
    await editor.palette("Sidestep: Explain Finding");
    await matches(
      () => editor.api(async () => vscode.workspace.textDocuments.filter((d) => d.uri.scheme === "sidestep-explain").map((d) => d.getText()).join()),
      /^# discouraged-name\n\nA name in a spelling to avoid/,
    );
    await matches(async () => (await editor.webviews()).map((view) => view.html).join("\n"), /discouraged-name<\/h1>/);
    await sleep(500);
    await editor.shot("explain");
    await editor.api(() => vscode.commands.executeCommand("workbench.action.closeActiveEditor"));
  });

  await step(editor, "a new role gets its file, never over another", async () => {
    await editor.focus();
    await editor.palette("Sidestep: New Role");
    const input = page.locator(".quick-input-widget input").first();
    await matches(() => page.locator(".quick-input-widget").innerText(), /The name that pages show/);
    await input.fill("data  engineer");
    await matches(() => page.locator(".quick-input-widget").innerText(), /"data engineer" means "Data Engineer" already/);
    await input.fill("Sécurité: Lead");
    await matches(() => page.locator(".quick-input-widget").innerText(), /The name that pages show/);
    await editor.press("Enter");
    await same(active, "content/roles/securite-lead.yaml");
    assert.match(await text("content/roles/securite-lead.yaml"), /^name: 'Sécurité: Lead'\nstatus: draft\nsummary: …\n/);
    await same(() => editor.api(async () => vscode.window.activeTextEditor.document.getText(vscode.window.activeTextEditor.selection)), "…");
    await editor.press("Control+1");
    await page.keyboard.type("Keeps the services safe.");
    await editor.press("Control+s");
    await matches(() => readFileSync(path.join(folder, "content/roles/securite-lead.yaml"), "utf8"), /summary: Keeps the services safe\./);
    await same(() => findings("content/roles/securite-lead.yaml"), []);
    const data = readFileSync(path.join(folder, DATA), "utf8");
    await editor.api(() => vscode.commands.executeCommand("sidestep.newRole", "Data Engineer"));
    assert.equal(readFileSync(path.join(folder, DATA), "utf8"), data);
    await same(active, DATA);
    assert.equal((await editor.api(() => vscode.workspace.findFiles("**/data-engineer*"))).length, 1);
  });

  await step(editor, "a change from outside is seen", async () => {
    replace(folder, "content/roles/ml-engineer.yaml", "role: Data Engineer", "role: Datta Engineer");
    await matches(() => findings("content/roles/ml-engineer.yaml"), /unknown-role/);
    replace(folder, "content/roles/ml-engineer.yaml", "role: Datta Engineer", "role: Data Engineer");
    await same(() => findings("content/roles/ml-engineer.yaml"), []);
  });

  await step(editor, "the task checks the workspace", async () => {
    const tasks = await editor.api(async () => (await vscode.tasks.fetchTasks({ type: "sidestep" })).map((task) => [task.name, task.problemMatchers, task.execution.args]));
    assert.deepEqual(tasks, [["check", ["$sidestep"], ["check", "--format", "concise", "--color", "never"]]]);
    await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    const status = await editor.api(async () => {
      const ended = new Promise((done) => vscode.tasks.onDidEndTaskProcess((event) => done(event.exitCode)));
      await vscode.commands.executeCommand("sidestep.check");
      return ended;
    });
    assert.equal(status, 0, "warnings do not fail it");
    await editor.press("Control+Shift+m");
    await sleep(1000);
    const rows = await until(async () => {
      const rows = (await editor.problems()).filter((row) => /Postgres/.test(row));
      return rows.length > 0 && rows;
    });
    assert.equal(rows.length, 1, `a finding of both the server and the task is listed once: ${rows.join(" | ")}`);
    await show(BACKEND);
  });

  if (process.env.PICTURE) {
    // What the documentation shows: a mistake, the list of all, and the page at the side.
    await show(BACKEND);
    const [line, column] = await find(BACKEND, "role: Fullstack Engineer", 9);
    await editor.goTo(line, column);
    await editor.press("Delete");
    await editor.palette("Sidestep: Open Page to the Side");
    await until(async () => (await findings(BACKEND)).length > 0);
    await editor.goTo(10, 1);
    await editor.press("Control+b");
    await editor.api(() => vscode.commands.executeCommand("notifications.clearAll"));
    await editor.goTo(1, 1);
    await sleep(1500);
    await editor.shot("picture");
    await revert(BACKEND);
  }

  await step(editor, "saving mends what is safe to mend, if the author wants that", async () => {
    const before = readFileSync(path.join(folder, DATA), "utf8");
    const settings = (value) => editor.api((value) => vscode.workspace.getConfiguration("editor").update("codeActionsOnSave", value, 1), value);
    await settings({ "source.fixAll.sidestep": "explicit" });
    await show(DATA);
    await editor.goTo(4, 1);
    await editor.press("End");
    await page.keyboard.insertText("  ");
    await editor.press("Control+s");
    await matches(() => readFileSync(path.join(folder, DATA), "utf8"), /^tools: \[PostgreSQL, /m);
    await same(() => findings(DATA), []);
    await settings(undefined);
    writeFileSync(path.join(folder, DATA), before);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
  });

  await step(editor, "a path that leads nowhere is said, and mended without a restart", async () => {
    const set = (value) => editor.api((value) => vscode.workspace.getConfiguration("sidestep").update("server.path", value, 1), value);
    await set("/nowhere/sidestep");
    await matches(async () => (await page.locator(".notification-list-item").allInnerTexts()).join("\n"), /Open Settings[^]*cannot run "\/nowhere\/sidestep"/);
    await same(() => findings(DATA), []);
    await editor.shot("no-server");
    await set(undefined);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
  });
} finally {
  await editor.stop();
  rmSync(folder, { recursive: true, force: true });
}

// A folder that is not trusted: its settings name a program, which must not run; the checks work all the same.
const strange = copy();
mkdirSync(path.join(strange, ".vscode"));
const trap = path.join(strange, "trap");
writeFileSync(trap, `#!/bin/sh\ntouch ${trap}.sprung\n`, { mode: 0o755 });
writeFileSync(path.join(strange, ".vscode", "settings.json"), JSON.stringify({ "sidestep.server.path": trap }));
const careful = await Editor.start({
  tools: TOOLS,
  vsixes: VSIXES,
  folder: strange,
  shots: SHOTS,
  settings: { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.emptyWindow": false },
});
try {
  await step(careful, "an untrusted folder does not choose the server", async () => {
    assert.equal(await careful.api(async () => vscode.workspace.isTrusted), false);
    const codes = () => careful.api(async () => vscode.languages.getDiagnostics().flatMap(([, list]) => list.map((d) => d.code?.value)).sort());
    await same(codes, ["discouraged-name", "unknown-role"]);
    assert.equal(existsSync(`${trap}.sprung`), false);
  });
} finally {
  await careful.stop();
  rmSync(strange, { recursive: true, force: true });
}

// Beside the server of the YAML extension, which serves the same files.
const shared = copy();
const yaml = path.join(TOOLS, "node_modules/yaml-language-server/out/server/src/server.js");
const beside = await Editor.start({
  tools: TOOLS,
  vsixes: [...VSIXES, path.join(TOOLS, "yaml.vsix")],
  folder: shared,
  shots: SHOTS,
  // Its catalogue of schemas is on the network.
  settings: { "yaml.schemaStore.enable": false },
  env: { SIDESTEP_YAML_SERVER: yaml },
});
try {
  await step(beside, "beside a YAML server nothing is offered or said twice", async () => {
    const sources = () =>
      beside.api(async () => {
        const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "content/roles/backend-engineer.yaml");
        return vscode.languages.getDiagnostics(file).filter((d) => d.severity < 3).map((d) => `${d.source}:${d.range.start.line + 1}`).sort();
      });
    await beside.api(async () => {
      const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "content/roles/backend-engineer.yaml");
      await vscode.window.showTextDocument(file, { viewColumn: 1, preview: false });
    });
    await same(sources, ["sidestep:19"]);
    const asked = await beside.api(async () => {
      const { document } = vscode.window.activeTextEditor;
      const at = (needle, skip) => document.positionAt(document.getText().indexOf(needle) + skip);
      const complete = async (needle, skip) => {
        const { items } = await vscode.commands.executeCommand("vscode.executeCompletionItemProvider", document.uri, at(needle, skip));
        return items.map((item) => item.label.label ?? item.label);
      };
      const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, at("role: DevOps Engineer", 8));
      return {
        language: document.languageId,
        names: await complete("role: Frontend Engineer", 8),
        keys: await complete("aliases: [", 0),
        hovers: hovers.length,
        yaml: vscode.extensions.getExtension("sidestep-tools.yaml-peer")?.isActive,
      };
    });
    assert.equal(asked.yaml, true);
    assert.equal(asked.language, "yaml");
    assert.equal(asked.hovers, 1);
    for (const list of [asked.names, asked.keys]) {
      assert.ok(list.length > 1, list.join());
      assert.deepEqual(list, [...new Set(list)]);
    }
    assert.ok(asked.names.includes("Frontend Engineer"));

    // What is no YAML at all both report, unless the other is told not to.
    await beside.goTo(5, 1);
    await beside.page.keyboard.insertText('broken: [one, "two\n');
    await until(async () => (await sources()).some((one) => one.startsWith("YAML:")));
    const both = await sources();
    await beside.shot("beside");
    assert.ok(both.includes("sidestep:5") && both.some((one) => one.startsWith("YAML:")), both.join());
    await beside.api(() => vscode.workspace.getConfiguration("yaml").update("validate", false, 2));
    await same(sources, ["sidestep:20", "sidestep:5"]);
  });
} finally {
  await beside.stop();
  rmSync(shared, { recursive: true, force: true });
}

// First use: a folder with nothing in it.
const empty = mkdtempSync(path.join(tmpdir(), "careers-"));
const fresh = await Editor.start({ tools: TOOLS, vsixes: VSIXES, folder: empty, shots: SHOTS });
try {
  const all = () =>
    fresh.api(async () => {
      const found = vscode.languages.getDiagnostics().flatMap(([uri, list]) => list.map((d) => `${vscode.workspace.asRelativePath(uri)} ${d.code?.value} ${d.severity}`));
      return found.filter((one) => !/ 3$/.test(one));
    });

  await step(fresh, "an empty folder is set up", async () => {
    assert.equal(fresh.servers().length, 0, "nothing runs before there is something to check");
    await fresh.palette("Sidestep: Set Up This Folder");
    assert.ok(await until(() => existsSync(path.join(empty, "sidestep.yaml"))));
    await same(() => fresh.api(async () => vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? "")), "sidestep.yaml");
    await same(async () => fresh.servers().length, 1);
    const [role] = readdirSync(path.join(empty, "content/roles"));
    replace(empty, `content/roles/${role}`, "PostgreSQL]", "Postgres]");
    await same(all, [`content/roles/${role} discouraged-name 1`]);
  });

  await step(fresh, "the settings file is the one that the editor's settings name", async () => {
    cpSync(path.join(empty, "content"), path.join(empty, "strict/content"), { recursive: true });
    writeFileSync(path.join(empty, "strict/sidestep.yaml"), "rules:\n  discouraged-name: error\n");
    await fresh.api(() => vscode.workspace.getConfiguration("sidestep").update("configuration", "strict/sidestep.yaml", 2));
    await matches(async () => (await all()).join(), /strict\/content\/roles\/.* discouraged-name 0$/);
    await fresh.api(() => vscode.workspace.getConfiguration("sidestep").update("configuration", "", 2));
    await matches(async () => (await all()).join(), /^content\/roles\/.* discouraged-name 1/);
    rmSync(path.join(empty, "strict"), { recursive: true });
  });

  await step(fresh, "a new role goes where the settings say", async () => {
    const settings = path.join(empty, "sidestep.yaml");
    const before = readFileSync(settings, "utf8");
    writeFileSync(settings, "roles: [jobs/**/*.yaml]\n");
    await fresh.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    const planned = () => fresh.api(() => vscode.commands.executeCommand("sidestep.newRole", "Release Manager"));
    await until(async () => {
      await planned();
      const made = existsSync(path.join(empty, "jobs/release-manager.yaml"));
      rmSync(path.join(empty, "content/roles/release-manager.yaml"), { force: true });
      return made;
    });
    assert.ok(existsSync(path.join(empty, "jobs/release-manager.yaml")));
    rmSync(path.join(empty, "jobs"), { recursive: true });
    writeFileSync(settings, before);
    await fresh.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  });

  await step(fresh, "findings of a deleted file go", async () => {
    const [role] = readdirSync(path.join(empty, "content/roles"));
    rmSync(path.join(empty, "content/roles", role));
    await matches(async () => `.${(await all()).filter((one) => one.startsWith("content/")).join()}.`, /^\.\.$/);
  });
} finally {
  await fresh.stop();
  rmSync(empty, { recursive: true, force: true });
}

console.log(`in ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
