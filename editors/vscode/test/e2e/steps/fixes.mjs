// The light bulb: corrections and refactorings.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, DATA, same, matches } from "../desk.mjs";
import { sleep } from "../editor.mjs";

export default async ({ editor, page, folder, step, show, text, find, findings, revert }) => {
  await step("a fix corrects the name", async () => {
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

  await step("a refactoring moves an alternative with its row and its option", async () => {
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

  await step("saving mends what is safe to mend, if the author wants that", async () => {
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
};
