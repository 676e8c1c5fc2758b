// Beside the server of the YAML extension, which serves the same files.
import assert from "node:assert/strict";
import path from "node:path";
import { VSIXES, at, content, same } from "../desk.mjs";
import { until } from "../editor.mjs";

const { TOOLS } = process.env;

export default () => {
  const options = {
    vsixes: [...VSIXES, path.join(TOOLS, "yaml.vsix")],
    // Its catalogue of schemas is on the network.
    settings: { "yaml.schemaStore.enable": false },
    env: { SIDESTEP_YAML_SERVER: path.join(TOOLS, "node_modules/yaml-language-server/out/server/src/server.js") },
  };
  return at(content(), options, async ({ editor, step }) => {
    await step("beside a YAML server nothing is offered or said twice", async () => {
      const sources = () =>
        editor.api(async () => {
          const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "content/roles/backend-engineer.yaml");
          return vscode.languages.getDiagnostics(file).filter((d) => d.severity < 3).map((d) => `${d.source}:${d.range.start.line + 1}`).sort();
        });
      await editor.api(async () => {
        const file = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "content/roles/backend-engineer.yaml");
        await vscode.window.showTextDocument(file, { viewColumn: 1, preview: false });
      });
      await same(sources, ["sidestep:19"]);
      const asked = await editor.api(async () => {
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
      await editor.goTo(5, 1);
      await editor.page.keyboard.insertText('broken: [one, "two\n');
      // Either may be the quicker one.
      const saysBoth = (all) => all.includes("sidestep:5") && all.some((one) => one.startsWith("YAML:"));
      await until(async () => saysBoth(await sources()));
      const both = await sources();
      await editor.shot("beside");
      assert.ok(saysBoth(both), both.join());
      await editor.api(() => vscode.workspace.getConfiguration("yaml").update("validate", false, 2));
      await same(sources, ["sidestep:20", "sidestep:5"]);
    });
  });
};
