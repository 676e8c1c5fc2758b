import assert from "node:assert/strict";
import test from "node:test";
import { lineAt, placeOf, topOf } from "../../src/webview/places";

// Sections of a page need not stand in the order of the file.
const PLACES = [
  { line: 0, top: 10 },
  { line: 4, top: 50 },
  { line: 20, top: 450 },
  { line: 10, top: 250 },
];

test("a line between two elements lies between their edges", () => {
  assert.equal(topOf(PLACES, 4), 50);
  assert.equal(topOf(PLACES, 7), 150);
  assert.equal(topOf(PLACES, 99), 450);
  assert.equal(topOf([], 1), undefined);
});

test("a height between two elements lies between their lines", () => {
  assert.equal(lineAt(PLACES, 150), 7);
  assert.equal(lineAt(PLACES, 0), 0);
  assert.equal(lineAt(PLACES, 9999), 20);
  for (const line of [0, 3, 8.5, 20]) {
    assert.ok(Math.abs((lineAt(PLACES, topOf(PLACES, line) ?? 0) ?? -1) - line) < 1e-9);
  }
});

test("a line belongs to the last element that begins before it", () => {
  assert.equal(placeOf(PLACES, 12)?.line, 10);
  assert.equal(placeOf(PLACES, 3)?.line, 0);
  assert.equal(placeOf([{ line: 5, top: 0 }], 3), undefined);
});
