import assert from "node:assert/strict";
import test from "node:test";
import { blanks } from "../../src/blanks";
import { leftAsIs } from "../../src/kept";

test("a draft leads from blank to blank, and is otherwise as it is", () => {
  assert.equal(blanks("name: A $1 {b} \\ c\nsummary: …\nwhy: …\n"), "name: A \\$1 {b\\} \\\\ c\nsummary: ${1:…}\nwhy: ${2:…}\n");
});

test("files that are there already are said to be left", () => {
  const said = (...kept: string[]): string | undefined => leftAsIs(JSON.stringify({ written: ["/w/sidestep.yaml"], kept }), "/w");
  assert.equal(said(), undefined);
  assert.equal(said("/w/.vscode/settings.json"), "Left as it is, since it was there already: .vscode/settings.json.");
  assert.equal(said("/w/.vscode/settings.json", "/w/.vscode/extensions.json"), "Left as they are, since they were there already: .vscode/settings.json, .vscode/extensions.json.");
});
