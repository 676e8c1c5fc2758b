// What the palette offers.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, DATA, same, matches, truth } from "../desk.mjs";
import { sleep } from "../editor.mjs";

export default async ({ editor, page, folder, step, show, text, saved, find, findings, active }) => {
  await step("a finding is explained", async () => {
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

  await step("a new role gets its file, never over another", async () => {
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
    // The cells still wait for their words.
    const blanks = ["7:22-23", "8:19-20", "9:34-35", "10:29-30"].map((place) => `${place} placeholder`);
    await same(() => findings("content/roles/securite-lead.yaml"), blanks);
    const data = readFileSync(path.join(folder, DATA), "utf8");
    await editor.api(() => vscode.commands.executeCommand("sidestep.newRole", "Data Engineer"));
    assert.equal(readFileSync(path.join(folder, DATA), "utf8"), data);
    await same(active, DATA);
    assert.equal((await editor.api(() => vscode.workspace.findFiles("**/data-engineer*"))).length, 1);
  });

  await step("the task checks the workspace", async () => {
    const tasks = await editor.api(async () => (await vscode.tasks.fetchTasks({ type: "sidestep" })).map((task) => [task.name, task.problemMatchers, task.execution.args]));
    assert.deepEqual(tasks, [["check", ["$sidestep"], ["check", "--format", "concise", "--color", "never"]]]);
    await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    const status = () =>
      editor.api(async () => {
        const ended = new Promise((done) => vscode.tasks.onDidEndTaskProcess((event) => done(event.exitCode)));
        await vscode.commands.executeCommand("sidestep.check");
        return ended;
      });
    // Whether an earlier step has mended its mistake or not.
    writeFileSync(path.join(folder, BACKEND), saved(BACKEND).replace("role: Fulstack", "role: Fullstack"));
    assert.equal(await status(), 0, "warnings do not fail it");
    const half = path.join(folder, "content/roles/half.yaml");
    writeFileSync(half, "name: Half\n");
    assert.equal(await status(), 1, "errors fail it");
    await matches(async () => (await editor.problems()).join("\n"), /half\.yaml/);
    assert.equal(await status(), 1);
    await sleep(500);
    await matches(async () => (await editor.problems()).join("\n"), /half\.yaml/, 2000);
    rmSync(half);
    // A finding of both the server and the task is listed and counted once.
    await same(async () => (await editor.problems()).filter((row) => /Postgres/.test(row)).length, 1);
    await matches(() => page.locator("#sidestep-tools\\.sidestep\\.sidestep\\.status").innerText(), new RegExp(`Sidestep: ${String(truth(folder).length)} findings`));
    await show(BACKEND);
  });
};
