// Whole files, key by key: what was typed stands there, character for character. The editor is as it comes out of the box.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { BACKEND, at, cleanContent, matches, same } from "../desk.mjs";
import { sleep } from "../editor.mjs";
import { compare, HURRY, SLOW, Typist } from "../typist.mjs";

/** Without the last line break, behind which the editor would indent. */
const text = (name) => readFileSync(new URL(`../texts/${name}`, import.meta.url), "utf8").trimEnd();

const TEXTS = [
  ["a role in a hurry", "content/roles/security-engineer.yaml", "security-engineer.yaml", HURRY],
  ["a German role slowly", "content/roles/datenbankpflegerin.yaml", "datenbankpflegerin.yaml", SLOW],
  ["a vocabulary in a hurry", "content/methods.yaml", "methods.yaml", HURRY],
  ["a page in Markdown slowly", "content/roles/release-engineer.md", "release-engineer.md", SLOW],
  ["the settings in a hurry", "sidestep.yaml", "sidestep.yaml", HURRY],
];

export default () => {
  const folder = cleanContent();
  writeFileSync(path.join(folder, "sidestep.yaml"), 'roles: ["content/roles/**/*.yaml", "content/roles/**/*.md"]\n');
  return at(folder, {}, async ({ editor, page, step, show, revert, text: stands }) => {
    // A file with many words is open, as it is for whoever looks how others did it.
    await show(BACKEND);
    await editor.focus();
    await editor.press("Control+Shift+m");

    await step("the editor's settings are those of its first day", async () => {
      const settings = await editor.api(async () => {
        const own = vscode.workspace.getConfiguration("editor", { languageId: "yaml" });
        const user = vscode.workspace.getConfiguration("", null);
        const names = ["wordBasedSuggestions", "quickSuggestions", "acceptSuggestionOnEnter", "suggestOnTriggerCharacters", "autoIndent", "tabCompletion", "snippetSuggestions"];
        const touched = names.filter((name) => {
          const { globalValue, workspaceValue, globalLanguageValue } = user.inspect(`editor.${name}`);
          return [globalValue, workspaceValue, globalLanguageValue].some((value) => value !== undefined);
        });
        const prose = vscode.workspace.getConfiguration("editor", { languageId: "markdown" });
        return { touched, words: own.get("wordBasedSuggestions"), names: own.get("quickSuggestions").strings, comments: own.get("quickSuggestions").comments, enter: own.get("acceptSuggestionOnEnter"), markdown: prose.inspect("wordBasedSuggestions").defaultLanguageValue ?? null };
      });
      assert.deepEqual(settings, { touched: [], words: "off", names: "on", comments: "off", enter: "smart", markdown: null });
    });

    await step("in Markdown values open behind a key, and words of other files never", async () => {
      const file = "content/roles/values.md";
      const shown = () => page.locator(".suggest-widget.visible .monaco-list-row .label-name").allInnerTexts();
      for (const [before, typed, offered] of [
        ["alternatives:\n  - role:", " ", /^Backend Engineer/],
        ["status:", " ", /^draft/],
        ["summary:", " Words, serv", /^$/],
        ["alternatives:\n  - role:", " Data Xyz Serv", /^$/],
      ]) {
        const whole = `---\nname: Values\n${before}\n---\n`;
        writeFileSync(path.join(folder, file), whole);
        await revert(file);
        await same(() => stands(file), whole);
        // Its server knows it as well.
        await sleep(500);
        await editor.goTo(before.split("\n").length + 2, before.split("\n").at(-1).length + 1);
        await new Typist(page, SLOW).word(typed);
        await sleep(500);
        await matches(async () => (await shown()).join(), offered, 5000);
        await editor.press("Escape", "Control+s");
        // What is saved later would be written over the next text.
        await same(async () => readFileSync(path.join(folder, file), "utf8"), await stands(file));
      }
      rmSync(path.join(folder, file));
    });

    for (const [name, file, source, pause] of TEXTS) {
      await step(`${name} is what was typed`, async () => {
        const typed = text(source);
        writeFileSync(path.join(folder, file), "");
        await revert(file);
        await same(() => stands(file), "");
        await editor.focus();
        await new Typist(page, pause).text(typed);
        // The last key may still be on its way.
        await same(async () => (await stands(file)).length, typed.length, 1500).catch(() => {});
        compare(await stands(file), typed);
        await editor.press("Control+s");
        await same(async () => readFileSync(path.join(folder, file), "utf8"), typed);
      });
    }
  });
};
