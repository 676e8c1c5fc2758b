import assert from "node:assert/strict";
import test from "node:test";
import { explained } from "../../src/explained";

test("a finding's code leads to its explanation", () => {
  assert.equal(explained("https://example.org/sidestep/blob/v1/docs/rules.md#unknown-kind"), "sidestep-explain:/unknown-kind.md");
});

test("files are what they are", () => {
  for (const uri of ["file:///docs/rules.md#unknown-role", "file:///content/roles/a.yaml", "https://example.org/docs/rules.md"]) {
    assert.equal(explained(uri), undefined, uri);
  }
});
