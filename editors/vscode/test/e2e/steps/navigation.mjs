// From a name to what is behind it.
import assert from "node:assert/strict";
import { BACKEND, same, matches } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";

export default async ({ editor, page, step, show, find, active }) => {
  await step("hover shows what is behind a name", async () => {
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    await editor.press("Control+k", "Control+i");
    await matches(async () => (await page.locator(".monaco-hover .hover-contents, .monaco-resizable-hover .hover-contents").allInnerTexts()).join("\n"), /DevOps Engineer[^]*reliab/i);
  });

  await step("definition goes to the role's file", async () => {
    await editor.goTo(...(await find(BACKEND, "role: DevOps Engineer", 8)));
    await editor.press("F12");
    await same(active, "content/roles/devops-engineer.yaml");
    await same(() => editor.api(async () => vscode.window.activeTextEditor.selection.active), { line: 0, character: 6 });
    await show(BACKEND);
  });

  await step("references are found in every file", async () => {
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

  await step("a lens says who lists a role and shows them", async () => {
    await editor.focus();
    await editor.press("Escape", "Control+Home");
    const lens = page.locator(".codelens-decoration a").first();
    await matches(() => lens.innerText(), /\d/);
    await lens.click();
    assert.ok(await until(() => page.locator(".peekview-widget .ref-tree .monaco-list-row").count()));
    await sleep(500);
  });
};
