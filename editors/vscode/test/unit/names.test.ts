import assert from "node:assert/strict";
import test from "node:test";
import { roleText, scalar, slug } from "../../src/names";

test("slugs are the server's", () => {
  for (const [name, expected] of [
    ["Backend Engineer", "backend-engineer"],
    ["C++ Engineer", "cplusplus-engineer"],
    ["C# / .NET Developer", "csharp-net-developer"],
    ["R&D Lead", "r-and-d-lead"],
    ["Ingénieur Système", "ingenieur-systeme"],
    ["Straßenbauer", "strassenbauer"],
    ["  UI/UX -- Designer! ", "ui-ux-designer"],
    ["Łukasz Ørsted Æon Œuvre", "lukasz-orsted-aeon-oeuvre"],
    ["数据工程师", undefined],
    ["", undefined],
  ] as const) {
    assert.equal(slug(name), expected, name);
  }
});

test("names are quoted where YAML reads something else", () => {
  for (const name of ["Backend Engineer", "C++ Engineer", "R&D Lead", "UI/UX Designer", "C# Developer", "Ingénieur"]) {
    assert.equal(scalar(name), name);
  }
  for (const name of ["Lead: Data", "The #1 #2", "yes", "No", "42", "1.5", "- x", "[x]", "a, b", "*x", 'say "x"'.slice(4), "a:", "@home", "0x1F"]) {
    assert.equal(scalar(name), JSON.stringify(name), name);
  }
});

test("a new role is a draft", () => {
  assert.equal(roleText("Security Engineer"), "name: Security Engineer\nstatus: draft\nsummary: \n");
});
