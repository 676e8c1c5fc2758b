// What is underlined, listed and counted.
import assert from "node:assert/strict";
import { BACKEND, DATA, same, matches } from "../desk.mjs";
import { until } from "../editor.mjs";

export default async ({ editor, page, step, show, findings }) => {
  await show(BACKEND);
  await editor.focus();
  await editor.press("Control+Shift+m");

  await step("a mistake is underlined and listed", async () => {
    await same(() => findings(BACKEND), ["19:11-28 unknown-role"]);
    await matches(async () => (await editor.problems()).join("\n"), /no role is named "Fulstack Engineer".*\[Ln 19, Col 11\]/);
    assert.ok(await until(() => page.locator(".editor-instance .squiggly-error").count()));
  });

  await step("a mistake in a file that is not open is listed", async () => {
    await same(() => findings(DATA), ["6:9-17 discouraged-name"]);
    await matches(async () => (await editor.problems()).join("\n"), /"Postgres" is a spelling to avoid/);
  });

  await step("the code of a finding leads to its explanation", async () => {
    const explained = () => editor.api(async () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label)).filter((label) => /unknown-role/.test(label)).length);
    const close = () => editor.api(() => vscode.commands.executeCommand("workbench.action.closeActiveEditor"));
    // As a page from the start: nobody sees the text that it is made of.
    const opened = editor.api(
      () =>
        new Promise((done) => {
          const listener = vscode.window.tabGroups.onDidChangeTabs(({ opened: [tab] }) => {
            if (tab) {
              listener.dispose();
              done(tab.input.viewType ?? "a text");
            }
          });
        }),
    );
    await page.locator(".markers-panel a", { hasText: "unknown-role" }).first().click();
    await same(explained, 1);
    assert.equal(await opened, "vscode.markdown.preview.editor");
    await matches(async () => (await editor.webviews()).map((view) => view.html).join("\n"), /unknown-role<\/h1>/);
    await editor.shot("code-in-problems");
    await close();
    await same(explained, 0);
    await show(BACKEND);
    await editor.press("Escape");
    // The same in the hover of the underlined text.
    await editor.goTo(19, 14);
    await editor.press("Control+k", "Control+i");
    const code = page.locator(".monaco-hover a, .monaco-resizable-hover a", { hasText: "unknown-role" }).first();
    await code.waitFor({ timeout: 10000 });
    await editor.shot("code-in-hover");
    await code.click();
    await same(explained, 1);
    await close();
    await same(explained, 0);
    await show(BACKEND);
    await editor.press("Escape");
  });

  await step("the status bar counts findings", async () => {
    await matches(() => page.locator("#sidestep-tools\\.sidestep\\.sidestep\\.status").innerText(), /Sidestep: 2 findings/);
  });
};
