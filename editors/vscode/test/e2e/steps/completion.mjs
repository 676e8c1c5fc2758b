// Names that are completed.
import { BACKEND, same, matches } from "../desk.mjs";
import { sleep } from "../editor.mjs";

export default async ({ editor, page, step, show, text, find, findings }) => {
  await show(BACKEND);
  await step("a name is completed while it is typed", async () => {
    const [line, column] = await find(BACKEND, "role: Frontend Engineer\n      then", 6);
    await editor.goTo(line, column);
    await editor.press("Shift+End");
    await page.keyboard.type("Fron", { delay: 60 });
    const rows = page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    await matches(async () => (await rows.allInnerTexts()).join("\n"), /^Frontend Engineer/);
    await sleep(300);
    await editor.shot("completion");
    await editor.press("Enter");
    await matches(() => text(BACKEND), /role: Frontend Engineer\n {6}then/);
    await same(() => findings(BACKEND), []);
  });

  await step("a tool is completed inside a list", async () => {
    const [line, column] = await find(BACKEND, "Docker, Kubernetes]", 18);
    await editor.goTo(line, column);
    await page.keyboard.type(", Terr", { delay: 60 });
    const rows = page.locator(".suggest-widget.visible .monaco-list-row .label-name");
    await matches(async () => (await rows.allInnerTexts()).join("\n"), /^Terraform/);
    await editor.press("Enter");
    await matches(() => text(BACKEND), /Docker, Kubernetes, Terraform\]/);
    await same(() => findings(BACKEND), []);
  });
};
