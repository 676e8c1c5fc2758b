import assert from "node:assert/strict";
import { test } from "node:test";
import { keep } from "../../src/suggestions";

type Item = Parameters<typeof keep>[0] extends infer A ? (A extends readonly (infer I)[] ? I : never) : never;

/** Whether the editor asks again after an answer with these items. */
function asksAgain(typed: string, ...items: Item[]): boolean {
  const answer = { items, isIncomplete: true };
  keep(answer, () => typed);
  return answer.isIncomplete;
}

void test("items that write what they are found by are kept", () => {
  assert.equal(asksAgain("Ja", { label: "Java" }, { label: "JavaScript", insertText: "JavaScript" }), false);
  assert.equal(asksAgain("", { label: { label: "draft" }, filterText: "draft" }), false);
  // Found by other letters than those it begins with.
  assert.equal(asksAgain("eng", { label: "Data Engineer" }), false);
});

void test("other lists are asked for again", () => {
  assert.equal(asksAgain("ja", { label: "Java" }), true, "in another letter case");
  assert.equal(asksAgain("Back", { label: "Backend Developer", insertText: "Backend Engineer" }), true);
  assert.equal(asksAgain("ro", { label: "role", insertText: "role: " }), true);
  assert.equal(asksAgain("Ja", { label: "Java" }, { label: "Java EE", additionalTextEdits: [{}] }), true);
  assert.equal(asksAgain("J", ...Array.from({ length: 100 }, () => ({ label: "Java" }))), true, "a cut list");
});

void test("answers without a list are left alone", () => {
  keep(undefined, () => "");
  const items = [{ label: "a" }];
  keep(items, () => "");
  assert.deepEqual(items, [{ label: "a" }]);
});
