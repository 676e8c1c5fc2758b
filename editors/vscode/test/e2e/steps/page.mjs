// The rendered page at the side.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, DATA, matches, same } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";

export default async ({ editor, page, folder, step, show, find, active, revert }) => {
  await step("the page is shown at the side and follows typing", async () => {
    await show(BACKEND);
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    const shown = async () => (await editor.webviews()).map((view) => view.html).join("\n");
    await editor.focus();
    await editor.palette("Sidestep: Open Page to the Side");
    await matches(shown, /Why look beyond Backend Engineer toolkit/);
    const html = await shown();
    assert.match(html, /Content-Security-Policy/);
    assert.match(html, /Infrastructure automation/i, "a cell of another role's file is filled in");
    await editor.goTo(...(await find(BACKEND, "Takes a feature", 0)));
    await page.keyboard.type("NEW ");
    await matches(shown, /NEW Takes a feature/);
    const [{ frame }] = await editor.webviews();
    const styled = await frame.evaluate(() => {
      const heading = document.querySelector("h1");
      const view = document.defaultView;
      return [view.getComputedStyle(heading).fontWeight, view.getComputedStyle(document.body).backgroundColor];
    });
    assert.deepEqual(styled, ["700", "rgb(255, 255, 255)"], "the page's own style is applied, in the editor's colours");
    await sleep(300);
    await editor.shot("page");
    await revert(BACKEND);
    await matches(shown, /<h3>[^<]*— Takes a feature/);
    await show("content/roles/data-engineer.yaml");
    await matches(shown, /Why look beyond Data Engineer toolkit/);
    await show(BACKEND);
    await matches(shown, /Why look beyond Backend Engineer toolkit/);
  });

  const frame = async () => (await editor.webviews()).at(-1)?.frame;
  const heading = async () => (await frame())?.evaluate(() => document.querySelector("h1").textContent);

  await step("the page and its source scroll together and lead to each other", async () => {
    await show(BACKEND);
    await matches(heading, /Backend Engineer/);
    await editor.goTo(1, 1);
    const top = async () => (await frame()).evaluate(() => document.defaultView.scrollY);
    await same(top, 0);
    const [line] = await find(BACKEND, "how_to_pick:");
    await editor.api((line) => vscode.window.activeTextEditor.revealRange(new vscode.Range(line, 0, line, 0), 3), line - 1);
    assert.ok(await until(async () => (await frame()).evaluate(() => document.defaultView.scrollY > 300)), "the page follows the editor");
    await sleep(500);
    await editor.shot("page-scrolled");
    await (await frame()).evaluate(() => document.defaultView.scrollTo(0, 0));
    await same(() => editor.api(async () => vscode.window.activeTextEditor.visibleRanges[0].start.line), 0);
    // No hand scrolls and clicks in one moment; for so long the page takes the editor's scrolling for its own.
    await sleep(300);
    const [guide] = await find(BACKEND, "- if:");
    await (await frame()).evaluate(() => document.querySelector("#pick ~ ul li").dispatchEvent(new document.defaultView.MouseEvent("dblclick", { bubbles: true })));
    await same(() => editor.api(async () => vscode.window.activeTextEditor?.selection.active.line), guide - 1);
    // Another page begins where its own text stands, and leaves that in its place.
    assert.ok(await until(async () => (await top()) > 300), "the page follows to its source");
    await show(DATA);
    await matches(heading, /Data Engineer/);
    await same(top, 0);
    await sleep(500);
    assert.equal(await editor.api(async () => vscode.window.activeTextEditor.visibleRanges[0].start.line), 0);
    await show(BACKEND);
    await matches(heading, /Backend Engineer/);
    assert.ok(await until(async () => (await top()) > 300), "a page that comes back follows its text");
  });

  await step("a link to a role opens its page, or its file with a modifier key", async () => {
    const click = async (keys) => (await frame()).evaluate((keys) => document.querySelector('a[data-role$="devops-engineer.yaml"]').dispatchEvent(new document.defaultView.MouseEvent("click", { bubbles: true, cancelable: true, ...keys })), keys);
    await click({});
    await matches(heading, /DevOps Engineer/);
    await same(async () => (await frame()).evaluate(() => document.defaultView.scrollY), 0);
    await sleep(300);
    await editor.shot("page-of-link");
    await show(DATA);
    await show(BACKEND);
    await matches(heading, /Backend Engineer/);
    await click({ ctrlKey: true });
    await same(active, "content/roles/devops-engineer.yaml");
    await show(BACKEND);
  });

  await step("the button for the page is where the server knows a role", async () => {
    const button = () => page.locator(".editor-group-container .title .codicon-open-preview").count();
    await show(BACKEND);
    await same(button, 1);
    await show("content/tools.yaml");
    await same(button, 0);
    const file = path.join(folder, "elsewhere/roles/playbook.yaml");
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "- hosts: all\n");
    await show("elsewhere/roles/playbook.yaml");
    await sleep(500);
    await same(button, 0);
    rmSync(path.join(folder, "elsewhere"), { recursive: true });
    await show(BACKEND);
    await same(button, 1);
  });
};
