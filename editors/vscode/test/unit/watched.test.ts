import assert from "node:assert/strict";
import test from "node:test";
import type { FileEvent } from "vscode-languageclient/node";
import { WatchedFiles } from "../../src/watched";

const change = (uri: string): FileEvent => ({ uri, type: 2 });

test("changes of one turn are sent together, later ones by themselves, none twice", async () => {
  const sent: string[][] = [];
  const files = new WatchedFiles((changes) => {
    sent.push(changes.map(({ uri }) => uri));
    return Promise.resolve();
  });
  const first = files.changed(change("a"));
  const second = files.changed(change("b"));
  assert.deepEqual(sent, []);
  await Promise.all([first, second]);
  await files.changed(change("a"));
  assert.deepEqual(sent, [["a", "b"], ["a"]]);
});

test("whoever reported a change hears that it could not be sent, and the next is sent", async () => {
  let fails = true;
  const files = new WatchedFiles(() => (fails ? Promise.reject(new Error("gone")) : Promise.resolve()));
  await assert.rejects(files.changed(change("a")), /gone/);
  fails = false;
  await files.changed(change("b"));
});
