// First use: a folder with nothing in it.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { at, emptyFolder, matches, replace, same } from "../desk.mjs";
import { until } from "../editor.mjs";

export default () =>
  at(emptyFolder(), {}, async ({ editor, page, folder, step }) => {
    const all = () =>
      editor.api(async () => {
        const found = vscode.languages.getDiagnostics().flatMap(([uri, list]) => list.map((d) => `${vscode.workspace.asRelativePath(uri)} ${d.code?.value} ${d.severity}`));
        // Hints come and go with the roles that are made here.
        return found.filter((one) => !/ 3$/.test(one)).sort();
      });

    await step("an empty folder is set up", async () => {
      assert.equal(editor.servers().length, 0, "nothing runs before there is something to check");
      await editor.palette("Sidestep: Set Up This Folder");
      await page.locator(".monaco-dialog-box .monaco-button", { hasText: "With Editor Settings" }).click();
      assert.ok(await until(() => existsSync(path.join(folder, "sidestep.yaml"))));
      await same(() => editor.api(async () => vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? "")), "sidestep.yaml");
      assert.match(readFileSync(path.join(folder, ".vscode/settings.json"), "utf8"), /source\.fixAll\.sidestep/);
      await same(async () => editor.servers().length, 1);
      const [role] = readdirSync(path.join(folder, "content/roles"));
      replace(folder, `content/roles/${role}`, "PostgreSQL]", "Postgres]");
      await same(all, [`content/roles/${role} discouraged-name 1`]);
    });

    await step("the settings file is the one that the editor's settings name", async () => {
      cpSync(path.join(folder, "content"), path.join(folder, "strict/content"), { recursive: true });
      writeFileSync(path.join(folder, "strict/sidestep.yaml"), "rules:\n  discouraged-name: error\n");
      await editor.api(() => vscode.workspace.getConfiguration("sidestep").update("configuration", "strict/sidestep.yaml", 2));
      await matches(async () => (await all()).join(), /strict\/content\/roles\/.* discouraged-name 0$/);
      await editor.api(() => vscode.workspace.getConfiguration("sidestep").update("configuration", "", 2));
      await matches(async () => (await all()).join(), /^content\/roles\/.* discouraged-name 1/);
      rmSync(path.join(folder, "strict"), { recursive: true });
    });

    await step("a new role goes where the settings say", async () => {
      const settings = path.join(folder, "sidestep.yaml");
      const before = readFileSync(settings, "utf8");
      writeFileSync(settings, "roles: [jobs/**/*.yaml]\n");
      await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
      // The pattern matches no file yet: the settings have been read.
      await same(all, ["sidestep.yaml config 0"]);
      await editor.api(() => vscode.commands.executeCommand("sidestep.newRole", "Release Manager"));
      assert.ok(existsSync(path.join(folder, "jobs/release-manager.yaml")));
      assert.ok(!existsSync(path.join(folder, "content/roles/release-manager.yaml")));
      // The summary and four cells wait for their words; what lies elsewhere is no role now.
      await same(all, Array(5).fill("jobs/release-manager.yaml placeholder 2"));
      // By the editor, as in its explorer: a file that another program deletes stays open there.
      await editor.api(() => vscode.workspace.fs.delete(vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "jobs"), { recursive: true }));
      writeFileSync(settings, before);
      await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    });

    await step("the walkthrough shows a picture with each step", async () => {
      await editor.api(async () => {
        // Pictures stand at the side, where there is room.
        await vscode.commands.executeCommand("workbench.action.closeSidebar");
        await vscode.commands.executeCommand("workbench.action.openWalkthrough", "sidestep-tools.sidestep#start", false);
      });
      const steps = page.locator(".gettingStartedContainer button.getting-started-step");
      assert.ok(await until(async () => (await steps.count()) === 4));
      const loaded = (images) => images.filter((image) => image.naturalWidth > 0).map((image) => decodeURIComponent(image.currentSrc));
      const shown = () => page.locator("img").evaluateAll(loaded);
      for (const [at, name] of ["folder", "role", "findings", "page"].entries()) {
        await steps.nth(at).focus();
        await editor.press("Enter");
        await matches(shown, new RegExp(`/media/walkthrough/${name}-(light|dark)\\.png`));
      }
      await editor.shot("walkthrough");
      await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    });

    await step("findings of a deleted file go", async () => {
      const [role] = readdirSync(path.join(folder, "content/roles"));
      rmSync(path.join(folder, "content/roles", role));
      await same(all, []);
    });
  });
