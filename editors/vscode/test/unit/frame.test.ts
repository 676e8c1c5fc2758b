import assert from "node:assert/strict";
import test from "node:test";
import { framed, main, notice, policy } from "../../src/frame";

const PAGE = "<!doctype html>\n<html>\n<head>\n<title>T</title>\n<style>\nh1 { color: red }</style>\n</head>\n<body><p>$& <style>p {}</style></p></body>\n</html>\n";

test("the policy stands before everything else in the head", () => {
  const page = framed(PAGE, "abc");
  assert.match(page, /<head>\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-abc'/);
  assert.ok(page.indexOf("Content-Security-Policy") < page.indexOf("<title>"));
});

test("only the page's own style gets the nonce", () => {
  const page = framed(PAGE, "abc");
  assert.match(page, /<style nonce="abc">\nh1/);
  assert.match(page, /<body><p>\$& <style>p \{\}<\/style>/);
});

test("nothing runs but the one script with the nonce, and nothing loads", () => {
  assert.doesNotMatch(policy("abc"), /unsafe|https?:|img-src|connect-src|\*/);
  assert.match(policy("abc"), /^default-src 'none'; .*script-src 'nonce-abc';/);
  const page = framed(PAGE.replace("<p>", "<p>&lt;/body>&lt;script> "), "abc");
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.match(page, /<script nonce="abc">[^]*acquireVsCodeApi[^]*<\/script>\n<\/body>/);
});

test("what changes while it is written is the main part", () => {
  assert.equal(main("<body>\n<main>\n<p>a</p>\n</main>\n</body>"), "<main>\n<p>a</p>\n</main>");
  assert.equal(main("<p>a</p>"), undefined);
});

test("what is no page is shown as text", () => {
  const page = framed("<script>alert(1)</script>", "abc");
  assert.ok(!page.includes("<script>"));
  assert.ok(page.includes("&lt;script&gt;"));
  assert.match(notice("a < b & c", "abc"), /<p>a &lt; b &amp; c<\/p>/);
});
