import assert from "node:assert/strict";
import test from "node:test";
import type { CancellationToken, TextDocument, Uri } from "vscode";
import { Pulls } from "../../src/pulls";
import { CancellationTokenSource, shown } from "./vscode";

const uri = (path: string): Uri => ({ toString: () => path }) as unknown as Uri;
const ours = [{ code: "schema", source: "sidestep" }];
const never = (): CancellationToken => new CancellationTokenSource().token as unknown as CancellationToken;

test("an answer that comes after its document was closed is dropped", async () => {
  const pulls = new Pulls();
  const document = { isClosed: false, uri: uri("/a.yaml") };
  const answer = { kind: "full", items: [] };
  assert.equal(await pulls.ofDocument(document as TextDocument, Promise.resolve(answer)), answer);
  const late = pulls.ofDocument(document as TextDocument, Promise.resolve(answer));
  document.isClosed = true;
  assert.equal(await late, undefined);
  assert.equal(await pulls.ofDocument(uri("/a.yaml"), Promise.resolve(answer)), answer);
});

test("when a document has been closed, all is asked anew, as if nothing was known of it", async () => {
  const pulls = new Pulls();
  shown.push([uri("/a.yaml"), ours], [uri("/b.yaml"), ours], [uri("/c.yaml"), [{ code: "x", source: "other" }]]);
  const asked: string[] = [];
  const known = [
    { uri: uri("/a.yaml"), value: "1" },
    { uri: uri("/b.yaml"), value: "2" },
  ];
  const answer = pulls.ofOthers(known, never(), async (files, token) => {
    asked.push(files.map((file) => `${file.uri.toString()} ${file.value}`).join(", "));
    if (asked.length === 1) {
      await new Promise<void>((_, reject) => token.onCancellationRequested(() => { reject(new Error("cancelled")); }));
    }
    return "all";
  });
  await pulls.ofDocument({ isClosed: true, uri: uri("/a.yaml") } as TextDocument, Promise.resolve(1));
  assert.equal(await answer, "all");
  assert.deepEqual(asked, ["/a.yaml 1, /b.yaml 2", "/b.yaml 2, /a.yaml forgotten"]);
});

test("what the client itself takes back is not asked anew", async () => {
  const source = new CancellationTokenSource();
  const asked = new Pulls().ofOthers([], source.token as unknown as CancellationToken, (_, token) => new Promise((_, reject) => token.onCancellationRequested(() => { reject(new Error("cancelled")); })));
  source.cancel();
  await assert.rejects(asked, /cancelled/);
});
