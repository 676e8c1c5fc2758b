// A new name in all files.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { BACKEND, DATA, same, matches } from "../desk.mjs";
import { sleep } from "../editor.mjs";

export default async ({ editor, page, folder, step, show, text, findings }) => {
  await step("a rename changes every file", async () => {
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    await show("content/roles/cloud-architect.yaml");
    await editor.goTo(1, 8);
    await editor.press("F2");
    const input = page.locator(".rename-box input");
    await input.waitFor();
    await input.fill("Platform Architect");
    await editor.press("Enter");
    // Sentences that use the name are the author's to decide; the editor shows them unticked beside the rest.
    const apply = page.locator(".refactor-preview .monaco-button", { hasText: "Apply" }).or(page.getByRole("button", { name: "Apply" })).first();
    await apply.waitFor();
    await sleep(300);
    await editor.shot("rename");
    await apply.click();
    const roles = path.join(folder, "content/roles");
    await matches(async () => text(BACKEND), /- role: Platform Architect\n {4}tagline/);
    await matches(async () => text(DATA), /- role: Platform Architect\n {4}tagline/);
    await matches(async () => text("content/roles/devops-engineer.yaml"), /- role: Platform Architect\n {4}tagline/);
    await same(async () => readdirSync(roles).filter((name) => /architect/.test(name)), ["platform-architect.yaml"]);
    await editor.api(() => vscode.commands.executeCommand("workbench.action.files.saveAll"));
    await matches(() => readFileSync(path.join(roles, "devops-engineer.yaml"), "utf8"), /role: Platform Architect/);
    await same(() => findings(BACKEND), []);
    await same(() => findings("content/roles/platform-architect.yaml"), []);
    await same(() => findings("content/roles/cloud-architect.yaml"), []);
    await show(BACKEND);
  });
};
