// What happens to files by other hands than typing: a paste, a new name in the explorer.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { BACKEND, at, cleanContent, matches, same } from "../desk.mjs";
import { until } from "../editor.mjs";

export default () => {
  const folder = cleanContent();
  return at(folder, {}, async ({ editor, page, step, show, text, find, findings, revert, watch, stands }) => {
    await show(BACKEND);
    await editor.focus();
    await editor.press("Control+Shift+m");

    await step("after a paste over the same text its mark is where it was", async () => {
      await show(BACKEND);
      await editor.goTo(...(await find(BACKEND, "role: Fullstack Engineer", 9)));
      await editor.press("Delete");
      await same(() => findings(BACKEND), ["19:11-28 unknown-role"]);
      const before = await text(BACKEND);
      await editor.focus();
      await editor.press("Control+a", "Control+c", "Control+v");
      await same(() => text(BACKEND), before);
      await editor.goTo(19, 1);
      // Where it is drawn: the editor moves marks by itself when text is replaced, and only a new answer puts them back.
      const drawn = async () => {
        const mark = await page.locator(".editor-instance .squiggly-error").first().boundingBox();
        const line = await page.locator(".editor-instance .view-line", { hasText: "Fulstack" }).first().boundingBox();
        return Boolean(mark && line && Math.abs(mark.y - line.y) < 6 && mark.width > 50);
      };
      assert.ok(await until(drawn, 3000), "the mark is drawn under the name");
      await same(() => findings(BACKEND), ["19:11-28 unknown-role"]);
      await editor.shot("paste");
      await revert(BACKEND);
    });

    await step("a role's file renamed in the explorer renames the role, as the preview shows it", async () => {
      const old = "content/roles/cloud-architect.yaml";
      await editor.api(async (old) => vscode.commands.executeCommand("revealInExplorer", vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, old)), old);
      await matches(() => page.locator(".explorer-folders-view .monaco-list-row.focused, .explorer-folders-view .monaco-list-row.selected").first().innerText(), /cloud-architect/);
      await editor.press("F2");
      const input = page.locator(".explorer-folders-view .monaco-inputbox input").first();
      await input.waitFor();
      await input.fill("platform-architect.yaml");
      await editor.press("Enter");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.waitFor();
      await editor.shot("explorer-question");
      await dialog.getByRole("button", { name: "Show Preview" }).click();
      const rows = page.locator(".bulk-edit-panel .monaco-list-row");
      await rows.first().waitFor();
      const ticked = () =>
        rows.evaluateAll((rows) =>
          rows.map((row) => {
            const box = row.querySelector("input[type=checkbox], [role=checkbox]");
            return [row.innerText.replace(/\s+/g, " ").trim(), box?.checked ?? box?.getAttribute("aria-checked") === "true"];
          }),
        );
      await until(async () => (await ticked()).length > 4, 5000);
      await editor.shot("explorer-preview");
      const shown = await ticked();
      // What refers to the role comes ticked; sentences are the author's to decide.
      const isReference = (row) => /^(- )?role: /.test(row);
      assert.ok(shown.filter(([row]) => isReference(row)).length > 2, JSON.stringify(shown));
      assert.deepEqual(shown.filter(([row, on]) => isReference(row) && !on), []);
      assert.deepEqual(shown.filter(([row, on]) => /designs the accounts|Grow toward/.test(row) && on), []);
      await page.locator(".bulk-edit-panel .monaco-button", { hasText: "Apply" }).or(page.getByRole("button", { name: "Apply" })).first().click();
      await same(async () => existsSync(path.join(folder, "content/roles/platform-architect.yaml")), true);
      await matches(() => text("content/roles/platform-architect.yaml"), /^name: Platform Architect$/m);
      await matches(() => text(BACKEND), /- role: Platform Architect\n {4}tagline/);
      await matches(() => text("content/roles/devops-engineer.yaml"), /- role: Platform Architect\n {4}tagline/);
      await watch();
      await stands([]);
    });
  });
};
