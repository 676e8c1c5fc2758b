import assert from "node:assert/strict";
import test from "node:test";
import { explained, leadToOwn } from "../../src/explained";

test("a finding's code leads to its explanation", () => {
  assert.equal(explained("https://example.org/sidestep/blob/v1/docs/rules.md#unknown-kind"), "sidestep-explain:/unknown-kind.md");
});

test("files are what they are", () => {
  for (const uri of ["file:///docs/rules.md#unknown-role", "file:///content/roles/a.yaml", "https://example.org/docs/rules.md"]) {
    assert.equal(explained(uri), undefined, uri);
  }
});

test("a code of a kind of names leads to itself", () => {
  const at = (uri: string): unknown => ({ scheme: uri.split(":")[0], path: uri.split(":")[1] });
  const findings = [
    { code: { value: "unknown-skill", target: at("sidestep-explain:/unknown-kind.md") } },
    { code: { value: "unknown-role", target: at("sidestep-explain:/unknown-role.md") } },
    { code: { value: "unknown-tool", target: at("https:/unknown-kind.md") } },
    { code: "unknown-tool" },
    {},
  ];
  leadToOwn(findings, at);
  assert.deepEqual(findings, [
    { code: { value: "unknown-skill", target: at("sidestep-explain:/unknown-skill.md") } },
    { code: { value: "unknown-role", target: at("sidestep-explain:/unknown-role.md") } },
    { code: { value: "unknown-tool", target: at("https:/unknown-kind.md") } },
    { code: "unknown-tool" },
    {},
  ]);
});
