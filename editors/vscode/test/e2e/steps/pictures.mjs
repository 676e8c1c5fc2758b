// The pictures of the documentation and of the walkthrough, and the moving one. They are written over those of the
// repository, hence made only when they are asked for: STEPS=pictures.
import assert from "node:assert/strict";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, at, cleanContent, content, emptyFolder, matches, same } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";
import { Moving, small } from "../images.mjs";

const { CONTENT } = process.env;
const IMAGES = path.join(CONTENT, "docs/images");
const WALKTHROUGH = path.join(CONTENT, "editors/vscode/media/walkthrough");
const THEMES = { light: "Default Light Modern", dark: "Default Dark Modern" };
const CLOUD = "content/roles/cloud-architect.yaml";
const DRAFT = "content/roles/platform-engineer.yaml";

/** Nothing around the text that is no part of the picture, and nothing that blinks. */
const SETTINGS = {
  "workbench.activityBar.location": "hidden",
  "workbench.statusBar.visible": false,
  "workbench.layoutControl.enabled": false,
  "workbench.colorTheme": THEMES.light,
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "breadcrumbs.enabled": false,
  "editor.cursorBlinking": "solid",
  "editor.folding": false,
  "editor.glyphMargin": false,
  "editor.stickyScroll.enabled": false,
  "editor.wordWrap": "on",
};

/** An editor on a copy of the content, in a folder whose name may be read. */
async function drawn(copy, window, work, settings = {}) {
  const folder = path.join(emptyFolder(), "careers");
  renameSync(copy(), folder);
  try {
    await at(folder, { settings: { ...SETTINGS, ...settings }, window }, work);
  } finally {
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
}

/** Only the text, and what is opened from here on. */
async function bare({ editor }) {
  await editor.api(async () => {
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    await vscode.commands.executeCommand("notifications.clearAll");
  });
  await editor.focus();
}

/** The page beside the role that is open; it shows a text like `pattern`. */
async function openPage({ editor, page }, pattern = /<h1/) {
  const button = page.locator(".editor-group-container .title .codicon-open-preview").first();
  assert.ok(await until(() => button.isVisible()), "the server knows the role");
  await editor.api(() => vscode.commands.executeCommand("sidestep.openPage"));
  await matches(async () => (await editor.webviews()).map((view) => view.html).join(), pattern);
  await editor.focus();
  // It fades in.
  await sleep(1500);
}

/** The list that is open, with its first item. */
async function listed({ page }, name) {
  await matches(() => page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name").first().innerText(), new RegExp(`^${name}$`));
  await sleep(300);
}

const fixes = async ({ editor, page }, pattern) => {
  await editor.press("Control+.");
  await matches(async () => (await page.locator(".action-widget .monaco-list-row.action").allInnerTexts()).join("\n"), pattern);
  await sleep(500);
};

/** A role is typed: names are completed, a mistake is marked and mended, and the page follows at the side. */
async function typing(desk) {
  const { editor, page, step, show, findings, text } = desk;
  await step("a role that is typed, as a moving picture", async () => {
    await show(DRAFT);
    await bare(desk);
    const moving = new Moving(page);
    const key = async (press, ms) => {
      await press();
      await sleep(80);
      await moving.frame(ms);
    };
    const letters = async (word) => {
      for (const letter of word) {
        await key(() => page.keyboard.type(letter), 60);
      }
    };
    /** A new line with the indentation that it is given here, whatever the editor's is. */
    const line = async (indent, word) => {
      await editor.press("Enter", "Shift+Home");
      await key(() => page.keyboard.type(indent + word[0]), 180);
      await letters(word.slice(1));
    };
    const take = async (word, name) => {
      await letters(word);
      await listed(desk, name);
      await moving.frame(700);
      await editor.press("Enter");
      await matches(() => text(DRAFT), new RegExp(`${name}\\W*$`));
      await sleep(300);
      await moving.frame(300);
    };
    await openPage(desk, /has no page yet/);
    await editor.press("Control+End");
    await moving.frame(900);
    await line("", "summary: Builds the ground that teams stand on.");
    await line("", "tools: [");
    await take("Kub", "Kubernetes");
    await letters(", ");
    await take("Terr", "Terraform");
    await editor.press("End");
    await line("", "alternatives:");
    await line("  ", "- role: ");
    await take("Dev", "DevOps Engineer");
    await line("    ", "tagline: Keeps it running");
    await line("  ", "- role: Backand Engineer");
    await same(async () => (await findings(DRAFT)).filter((one) => /unknown-role/.test(one)).length, 1);
    await sleep(500);
    await moving.frame(1200);
    await fixes(desk, /Backend Engineer/);
    await moving.frame(1500);
    await editor.press("Enter");
    await matches(() => text(DRAFT), /role: Backend Engineer/);
    await sleep(1000);
    await moving.frame(700);
    await editor.press("End");
    await line("    ", "tagline: Serves what they build");
    await sleep(1000);
    await moving.frame(3000);
    const gif = moving.gif();
    console.log(`     ${(moving.duration / 1000).toFixed(1)} s, ${moving.frames.length} frames, ${Math.round(gif.length / 1000)} kB`);
    assert.ok(Math.abs(moving.duration - 20000) < 3000 && gif.length < 2_000_000);
    writeFileSync(path.join(IMAGES, "typing.gif"), gif);
  }, 1);
}

/** What the steps of the walkthrough speak of, in both themes. */
async function walkthrough(desk) {
  const { editor, page, step, show, find, findings, revert } = desk;
  const only = async (file) => {
    await editor.api(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
    await show(file);
  };
  const pictured = async (name) => {
    for (const [shade, theme] of Object.entries(THEMES)) {
      await editor.api((theme) => vscode.workspace.getConfiguration("workbench").update("colorTheme", theme, 1), theme);
      await sleep(1500);
      writeFileSync(path.join(WALKTHROUGH, `${name}-${shade}.png`), small(await page.screenshot()));
    }
    await editor.api((theme) => vscode.workspace.getConfiguration("workbench").update("colorTheme", theme, 1), THEMES.light);
  };

  await step("where things are, as a picture", async () => {
    await only("sidestep.yaml");
    await editor.api(async (role) => {
      await vscode.commands.executeCommand("revealInExplorer", vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, role));
      await vscode.commands.executeCommand("notifications.clearAll");
    }, BACKEND);
    await editor.focus();
    await pictured("folder");
  });

  await step("a name that is completed, as a picture", async () => {
    await only(CLOUD);
    await bare(desk);
    const [line, column] = await find(CLOUD, "role: DevOps Engineer", 6);
    await editor.goTo(line, column);
    // At the top, so that there is room for the list.
    await editor.api((line) => vscode.window.activeTextEditor.revealRange(new vscode.Range(line, 0, line, 0), 3), line - 3);
    await editor.press("Shift+End");
    await page.keyboard.type("D", { delay: 150 });
    await listed(desk, "D.*");
    await pictured("role");
    await editor.press("Escape");
    await revert(CLOUD);
  });

  await step("a mistake with its fixes, as a picture", async () => {
    await only(BACKEND);
    await same(async () => (await findings(BACKEND)).length, 1);
    await editor.goTo(...(await find(BACKEND, "Fulstack", 3)));
    await fixes(desk, /Fullstack Engineer/);
    await pictured("findings");
    await editor.press("Escape");
  });

  await step("the page beside its source, as a picture", async () => {
    await only(CLOUD);
    await openPage(desk);
    await editor.goTo(1, 1);
    await pictured("page");
  });
}

async function findingsOfAllFiles(desk) {
  const { editor, page, step, show, findings } = desk;
  await step("the findings of all files, as a picture", async () => {
    await show(BACKEND);
    await bare(desk);
    await same(async () => (await findings(BACKEND)).length, 1);
    await openPage(desk);
    await editor.press("Control+Shift+m");
    await sleep(1000);
    await editor.goTo(1, 1);
    await sleep(500);
    writeFileSync(path.join(IMAGES, "vscode.png"), small(await page.screenshot()));
  });
}

async function rename(desk) {
  const { editor, page, step, show } = desk;
  await step("the preview of a rename, as a picture", async () => {
    await show(CLOUD);
    await bare(desk);
    await openPage(desk);
    await editor.goTo(1, 8);
    await editor.press("F2");
    const input = page.locator(".rename-box input");
    await input.waitFor();
    await input.fill("Platform Architect");
    await editor.press("Enter");
    await page.locator(".bulk-edit-panel .monaco-list-row").first().waitFor();
    await sleep(1000);
    writeFileSync(path.join(IMAGES, "vscode-rename.png"), small(await page.screenshot()));
  });
}

/** The shipped content with a role that is not written yet. */
function withDraft() {
  const folder = cleanContent();
  writeFileSync(path.join(folder, DRAFT), "name: Platform Engineer\nstatus: draft");
  return folder;
}

export default async () => {
  await drawn(withDraft, { width: 880, height: 540 }, typing);
  await drawn(content, { width: 640, height: 420, scale: 2 }, walkthrough, { "sidestep.diagnostics.delay": 10000 });
  await drawn(content, { width: 1200, height: 620, scale: 1.5 }, findingsOfAllFiles);
  await drawn(cleanContent, { width: 900, height: 700, scale: 1.5 }, rename);
};
