// The rendered page at the side, and the picture of the documentation.
import assert from "node:assert/strict";
import { BACKEND, matches } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";

export default async ({ editor, page, step, show, find, findings, revert }) => {
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

  if (process.env.PICTURE) {
    // What the documentation shows: a mistake, the list of all, and the page at the side.
    await show(BACKEND);
    const [line, column] = await find(BACKEND, "role: Fullstack Engineer", 9);
    await editor.goTo(line, column);
    await editor.press("Delete");
    await editor.palette("Sidestep: Open Page to the Side");
    await until(async () => (await findings(BACKEND)).length > 0);
    await editor.goTo(10, 1);
    await editor.press("Control+b");
    await editor.api(() => vscode.commands.executeCommand("notifications.clearAll"));
    await editor.goTo(1, 1);
    await sleep(1500);
    await editor.shot("picture");
    await revert(BACKEND);
  }
};
