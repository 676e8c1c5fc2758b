// A checkout of many files: what is said about them follows at once, whether they are open or not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { at, cleanContent, truth } from "../desk.mjs";

const FILES = 20;
const file = (at) => `content/roles/role-number-${at}.yaml`;
const role = (at, tool, first) => `name: Role Number ${at}\nsummary: One of many, like [[role:${first}]].\ntools: [Docker, ${tool}]\n`;

/** A repository whose two branches differ in twenty roles: in `second` each has two findings, one of them for another file's sake. */
function branches(folder) {
  const git = (...args) => execFileSync("git", ["-C", folder, "-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { stdio: "pipe" });
  const all = (tool, first, name) => {
    for (let at = 1; at <= FILES; at += 1) {
      writeFileSync(path.join(folder, file(at)), role(at, tool, first));
    }
    git("add", "-A");
    git("commit", "-q", "-m", name);
  };
  git("init", "-q", "-b", "first");
  all("Git", "Role Number 1", "first");
  git("checkout", "-q", "-b", "second");
  all("Gitt", "Role Number 0", "second");
  git("checkout", "-q", "first");
  return git;
}

export default async () => {
  const folder = cleanContent();
  let git;
  try {
    git = branches(folder);
  } catch (error) {
    console.log(`     the checkout is skipped: ${error.message.split("\n")[0]}`);
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  await at(folder, {}, async ({ editor, step, show, watch, stands }) => {
    await step("after a checkout of twenty files all findings are right within a second", async () => {
      // Two of them are open, the rest is not.
      await show(file(1));
      await show(file(2));
      await editor.focus();
      await editor.press("Control+Shift+m");
      await watch();
      await stands([]);
      for (const branch of ["second", "first", "second"]) {
        git("checkout", "-q", branch);
        const end = Date.now();
        const expected = truth(folder);
        assert.equal(expected.length, branch === "second" ? 2 * FILES : 0);
        const late = (await stands(expected)) - end;
        console.log(`     ${branch}: ${late} ms after the end of the checkout`);
        assert.ok(late <= 1000, `${branch}: ${late} ms`);
        await editor.shot(`checkout-${branch}`);
      }
      git("checkout", "-q", "first");
      await stands([]);
    });
  });
};
