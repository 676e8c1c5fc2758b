import assert from "node:assert/strict";
import test from "node:test";
import type { Uri } from "vscode";
import { pathsOf } from "../../src/kinds";

test("menus look for the paths of the files that are the server's", () => {
  const uri = (path: string): Uri => ({ path, fsPath: path }) as unknown as Uri;
  const files = [
    { uri: uri("/w/roles/b.yaml"), kind: "role" },
    { uri: uri("/w/tools.yaml"), kind: "vocabulary" },
    { uri: uri("/w/ansible/play.yml"), kind: null },
    { uri: uri("/w/roles/a.yaml"), kind: "role" },
  ] as const;
  assert.deepEqual(pathsOf(files, ["role"]), ["/w/roles/a.yaml", "/w/roles/b.yaml"]);
  assert.deepEqual(pathsOf(files, ["role", "vocabulary"]), ["/w/roles/a.yaml", "/w/roles/b.yaml", "/w/tools.yaml"]);
});
