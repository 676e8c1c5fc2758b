// A folder that is not trusted: its settings name a program, which must not run; the checks work all the same.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { at, content, same } from "../desk.mjs";

const SETTINGS = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.emptyWindow": false };

export default () => {
  const folder = content();
  mkdirSync(path.join(folder, ".vscode"));
  const trap = path.join(folder, "trap");
  writeFileSync(trap, `#!/bin/sh\ntouch ${trap}.sprung\n`, { mode: 0o755 });
  writeFileSync(path.join(folder, ".vscode", "settings.json"), JSON.stringify({ "sidestep.server.path": trap }));
  return at(folder, { settings: SETTINGS }, async ({ editor, step }) => {
    await step("an untrusted folder does not choose the server", async () => {
      assert.equal(await editor.api(async () => vscode.workspace.isTrusted), false);
      const codes = () => editor.api(async () => vscode.languages.getDiagnostics().flatMap(([, list]) => list.map((d) => d.code?.value)).sort());
      await same(codes, ["discouraged-name", "unknown-role"]);
      assert.equal(existsSync(`${trap}.sprung`), false);
    });
  });
};
