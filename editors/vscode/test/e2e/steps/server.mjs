// What breaks and comes back.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { BACKEND, DATA, same, matches } from "../desk.mjs";
import { until } from "../editor.mjs";

export default async ({ editor, page, step, show, find, findings, active, revert }) => {
  await step("in a broken file everything else goes on working", async () => {
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

  await step("a killed server comes back with nothing lost", async () => {
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

  await step("restart by command", async () => {
    const before = editor.servers();
    await editor.focus();
    await editor.palette("Sidestep: Restart Server");
    await until(async () => editor.servers().length === 1 && editor.servers()[0] !== before[0]);
    assert.notDeepEqual(editor.servers(), before);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
  });

  await step("a server that dies while it starts is said to have ended, and a button starts it again", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sidestep-"));
    const [broken, program] = [path.join(folder, "broken"), path.join(folder, "sidestep")];
    const server = path.join(editor.extensions, readdirSync(editor.extensions).find((name) => /sidestep-tools\.sidestep/.test(name)), "server/sidestep");
    writeFileSync(broken, "");
    writeFileSync(program, `#!/bin/sh\n[ ! -e '${broken}' ] || kill -9 $$\nexec '${server}' "$@"\n`, { mode: 0o755 });
    const notices = async () => (await page.locator(".notification-list-item-message").allInnerTexts()).map((text) => text.trim());
    const set = (value) => editor.api((value) => vscode.workspace.getConfiguration("sidestep").update("server.path", value, 1), value);
    await editor.api(() => vscode.commands.executeCommand("notifications.clearAll"));
    await set(program);
    await same(notices, ["Sidestep's server ended while it started."]);
    await editor.shot("ended-early");
    rmSync(broken);
    await page.locator(".notification-list-item .monaco-button", { hasText: "Restart" }).click();
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
    // Once more while the one that died comes back.
    writeFileSync(broken, "");
    process.kill(Number(editor.servers()[0]), "SIGKILL");
    await same(notices, ["Sidestep's server ended while it started."]);
    assert.deepEqual(editor.servers(), []);
    rmSync(folder, { recursive: true });
    await set(undefined);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
    assert.equal(editor.servers().length, 1);
    await editor.api(() => vscode.commands.executeCommand("notifications.clearAll"));
  });

  await step("a path that leads nowhere is said, and mended without a restart", async () => {
    const set = (value) => editor.api((value) => vscode.workspace.getConfiguration("sidestep").update("server.path", value, 1), value);
    await set("/nowhere/sidestep");
    await matches(async () => (await page.locator(".notification-list-item").allInnerTexts()).join("\n"), /Open Settings[^]*cannot run "\/nowhere\/sidestep"/);
    await same(() => findings(DATA), []);
    await editor.shot("no-server");
    await set(undefined);
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
  });
};
