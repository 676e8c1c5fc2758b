// Files of a team's own shape: Markdown and JSON are served where they belong to a collection, beside the editor's own
// Markdown features, and nowhere else.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { at, emptyFolder, same } from "../desk.mjs";

export default () => {
  const folder = emptyFolder();
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  write("sidestep.yaml", 'collections:\n  page: { files: ["pages/*.md"], schema: "sidestep:page" }\n  list: { files: [list.json], schema: s.json }\n');
  write("s.json", '{ "properties": { "reads": { "x-sidestep-refers": "page" } } }\n');
  write("list.json", '{ "reads": "pages/nowhere" }\n');
  write("pages/start.md", "# Start\n\n[gone](none.md) and [[page:Start]]\n");
  write("notes.md", "# Notes\n\n[gone](none.md) and [[page:Nowhere]]\n");
  return at(folder, {}, async ({ step, show, findings, editor }) => {
    await step("pages and JSON files of a collection have findings", async () => {
      await show("pages/start.md");
      await same(() => findings("pages/start.md"), ["3:8-15 broken-link"]);
      await show("list.json");
      await same(() => findings("list.json"), ["1:13-26 unknown-page"]);
    });

    await step("other Markdown has none", async () => {
      await show("notes.md");
      assert.deepEqual(await findings("notes.md"), []);
    });

    await step("a mention in a page has one hover", async () => {
      await show("pages/start.md");
      const hovers = await editor.api(async () => {
        const uri = vscode.window.activeTextEditor.document.uri;
        const found = await vscode.commands.executeCommand("vscode.executeHoverProvider", uri, new vscode.Position(2, 30));
        return found.length;
      });
      assert.equal(hovers, 1);
    });
  });
};
