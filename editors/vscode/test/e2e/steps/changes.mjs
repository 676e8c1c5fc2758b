// Changes of a whole role or term by commands, and a server that dies too often.
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, at, cleanContent, matches, same } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";

const CLOUD = "content/roles/cloud-architect.yaml";

export default () => {
  const folder = cleanContent();
  return at(folder, {}, async (desk) => {
    const { editor, page, step, show, text, find, findings, active } = desk;
    const list = page.locator(".quick-input-widget");
    const input = list.locator("input").first();
    const listed = async () => (await list.locator(".monaco-list-row .label-name").allInnerTexts()).map((name) => name.trim());
    const saveAll = () => editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    await show(CLOUD);
    // The commands are there when the server has said that this is a role.
    await matches(() => page.locator(".editor-actions a[aria-label^='Open Page']").count(), /1/);

    await step("a role is duplicated", async () => {
      await editor.focus();
      await editor.palette("Sidestep: Duplicate Role");
      await matches(() => list.innerText(), /Duplicate "Cloud Architect"[^]*The name that pages show/);
      await input.fill("cloud architect");
      await matches(() => list.innerText(), /"cloud architect" means "Cloud Architect" already/);
      await input.fill("Network Architect");
      await matches(async () => String(/already/.test(await list.innerText())), /false/);
      await editor.shot("duplicate");
      await editor.press("Enter");
      await same(active, "content/roles/network-architect.yaml");
      const copy = desk.saved("content/roles/network-architect.yaml");
      assert.match(copy, /^name: Network Architect\n/);
      assert.equal((copy.match(/role: Network Architect/g) ?? []).length, 1, "its own row is its own");
      assert.equal((copy.match(/role: DevOps Engineer/g) ?? []).length, 3, "the rest is as it was");
      assert.equal(await text("content/roles/network-architect.yaml"), copy);
      assert.equal(desk.saved(CLOUD), await text(CLOUD));
    });

    await step("a role is deleted with all that refers to it, when the author agrees", async () => {
      const file = "content/roles/network-architect.yaml";
      writeFileSync(path.join(folder, "content/roles/operator.yaml"), "name: Operator\nstatus: draft\nsummary: Beside it.\nalternatives:\n  - role: Network Architect\n    tagline: t\n    about: a\n  - role: Data Engineer\n    tagline: t\n    about: a\n");
      await show(file);
      await editor.focus();
      await editor.palette("Sidestep: Delete Role");
      const dialog = page.locator(".monaco-dialog-box");
      await matches(() => dialog.innerText(), /Delete "Network Architect" and its file\?\s+1 place in 1 other file names it/);
      await editor.shot("delete");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await sleep(500);
      assert.ok(existsSync(path.join(folder, file)));
      await editor.focus();
      await editor.palette("Sidestep: Delete Role");
      await dialog.getByRole("button", { name: "Delete" }).click();
      await same(async () => existsSync(path.join(folder, file)), false);
      await matches(async () => String(/Network Architect/.test(await text("content/roles/operator.yaml"))), /false/);
      await sleep(500);
      assert.deepEqual(await page.locator(".notification-list-item").allInnerTexts(), [], "nothing is said about what the author has agreed to");
      await saveAll();
    });

    await step("a role is retired by the light bulb, and the editor shows what goes", async () => {
      await show(CLOUD);
      await editor.goTo(1, 8);
      const rows = page.locator(".action-widget .monaco-list-row.action");
      await matches(async () => {
        // The menu closes when the editor shows something new beside it.
        if ((await rows.count()) === 0) {
          await editor.press("Control+Shift+r");
          await sleep(1500);
        }
        return (await rows.allInnerTexts()).filter((row) => /Retire/.test(row)).join("\n");
      }, /^Retire "Cloud Architect"…\s*$/);
      await editor.shot("retire-action");
      await rows.filter({ hasText: "Retire" }).first().click();
      await matches(() => list.innerText(), /^Retire "Cloud Architect"/);
      const names = await until(async () => (await listed()).length > 4 && listed());
      assert.deepEqual(names.slice(0, 3), ["DevOps Engineer", "Backend Engineer", "Data Engineer"], "its alternatives first");
      await editor.shot("retire");
      await editor.press("Enter");
      const apply = page.locator(".refactor-preview .monaco-button", { hasText: "Apply" }).or(page.getByRole("button", { name: "Apply" })).first();
      await apply.waitFor();
      await sleep(300);
      await editor.shot("retire-preview");
      await apply.click();
      await matches(() => text(CLOUD), /^status: retired\nreplaced_by: DevOps Engineer$/m);
      await saveAll();
    });

    await step("the palette asks what a term is merged into, and Escape changes nothing", async () => {
      await show(BACKEND);
      await editor.goTo(...(await find(BACKEND, "PostgreSQL", 3)));
      await editor.palette("Sidestep: Merge Term");
      await matches(() => list.innerText(), /^Merge "PostgreSQL"/);
      await input.fill("Docker");
      await until(async () => (await listed())[0] === "Docker");
      await editor.shot("merge");
      await editor.press("Escape");
      await same(() => list.isVisible(), false);
      assert.match(await text(BACKEND), /PostgreSQL/);
    });

    await step("a term is merged into another when the author agrees to what goes", async () => {
      const [tools, frontend] = ["content/tools.yaml", "content/roles/frontend-engineer.yaml"];
      const entry = async (name) => (await text(tools)).match(new RegExp(`- name: ${name}\\n(?: .*\\n)*`))?.[0];
      assert.ok(await entry("Sketch"));
      await show(frontend);
      await editor.goTo(...(await find(frontend, "Sketch", 2)));
      await editor.palette("Sidestep: Merge Term");
      await matches(() => list.innerText(), /^Merge "Sketch"/);
      await input.fill("Figma");
      await until(async () => (await listed())[0] === "Figma");
      await editor.press("Enter");
      // Both have a summary and an address, and those of the one would go.
      const dialog = page.locator(".monaco-dialog-box");
      await matches(() => dialog.innerText(), /Merge "Sketch" into "Figma"\?[^]*summary: Design tool for macOS\.\s+url: https/);
      await editor.shot("merge-question");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await sleep(500);
      assert.ok(await entry("Sketch"), "nothing is done that the author has not agreed to");
      await editor.focus();
      await editor.palette("Sidestep: Merge Term");
      await matches(() => list.innerText(), /^Merge "Sketch"/);
      await input.fill("Figma");
      await until(async () => (await listed())[0] === "Figma");
      await editor.press("Enter");
      await dialog.getByRole("button", { name: "Merge" }).click();
      await same(() => entry("Sketch"), undefined);
      assert.match(await entry("Figma"), /^ {2}aliases: \[Sketch\]$/m);
      // A list that had both has one.
      assert.equal(((await text(frontend)).match(/^tools: .*$/m)[0].match(/Figma|Sketch/g) ?? []).join(), "Figma");
      const notice = page.locator(".notification-list-item");
      await matches(async () => (await notice.allInnerTexts()).join("\n"), /1 place left for you to look at: "Figma" stands twice in this list now\./);
      await notice.getByRole("button", { name: "Show" }).click();
      await same(() => editor.api(async () => vscode.window.activeTextEditor.selection.start.line), 54);
      await editor.shot("merge-left");
      await editor.press("Escape");
      await saveAll();
    });

    await step("a server that dies again and again can be started by a button", async () => {
      await show(BACKEND);
      await editor.focus();
      for (let time = 0; time < 5; time += 1) {
        // One that dies while it starts is another thing.
        await matches(() => page.locator("#sidestep-tools\\.sidestep\\.sidestep\\.status").innerText(), /Sidestep(: \d+ findings?)?$/);
        await sleep(1000);
        const [pid] = await until(() => (editor.servers().length > 0 ? editor.servers() : undefined));
        process.kill(Number(pid), "SIGKILL");
        await until(() => !editor.servers().includes(pid));
      }
      const notice = page.locator(".notification-list-item");
      await matches(async () => (await notice.allInnerTexts()).join("\n"), /crashed 5 times/);
      await sleep(500);
      assert.equal(await notice.count(), 1, (await notice.allInnerTexts()).join("\n"));
      await editor.shot("crashes");
      assert.deepEqual(editor.servers(), []);
      await notice.getByRole("button", { name: "Restart" }).click();
      await matches(async () => editor.servers().length, /1/);
      await editor.goTo(...(await find(BACKEND, "skills: [", 9)));
      await page.keyboard.insertText("juggling, ");
      await matches(() => findings(BACKEND), /unknown-skill/);
    });
  });
};
