import assert from "node:assert/strict";
import test from "node:test";
import { blanks } from "../../src/blanks";

test("a draft leads from blank to blank, and is otherwise as it is", () => {
  assert.equal(blanks("name: A $1 {b} \\ c\nsummary: …\nwhy: …\n"), "name: A \\$1 {b\\} \\\\ c\nsummary: ${1:…}\nwhy: ${2:…}\n");
});
