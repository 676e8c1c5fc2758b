// Edits in the middle of what stands there: characters go where they are typed, and what is taken out of a list takes the
// place of the whole value.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { at, cleanContent, matches, same } from "../desk.mjs";
import { sleep, until } from "../editor.mjs";
import { compare, HURRY, Typist } from "../typist.mjs";

const FILE = "content/roles/test-engineer.yaml";
const HEAD = "name: Test Engineer\nsummary: Tests.\n";

/**
 * What stands there with the cursor at `¦` or a selection between `«` and `»`, what is typed, and what stands there then.
 * Keys are written in `<…>`; a line break is followed by the indentation as it is written here; `<take X>` waits for the list to offer X first and takes it, `<list X>` only waits for it, `<wait>` for a list that may come; `‖` is where another cursor stands.
 */
const CASES = [
  ["a part of a name is typed over", "alternatives:\n  - role: «Data» Engineer\n", "ML", "alternatives:\n  - role: ML Engineer\n"],
  ["a name is typed over and the line goes on", "alternatives:\n  - role: «Data Engineer»\n", "Cloud Architect\n    tagline: Draws", "alternatives:\n  - role: Cloud Architect\n    tagline: Draws\n"],
  ["letters are put into a word", "summary: Tests and relses.\n@relses", "<ArrowRight><ArrowRight><ArrowRight>ea", "summary: Tests and releases.\n"],
  ["letters are taken out and typed again", "tools: [Java¦, Go]\n", "<Backspace><Backspace>vaScript<Backspace><Backspace><Backspace><Backspace><Backspace><Backspace>", "tools: [Java, Go]\n"],
  ["a name is put into a list", "skills: [ETL, ¦scalability]\n", "security, ", "skills: [ETL, security, scalability]\n"],
  ["a name begins a longer one", "tools:\n  - ¦\n", "Java\n  - Go\n  - Git\n  - SQL\n", "tools:\n  - Java\n  - Go\n  - Git\n  - SQL\n  \n"],
  ["another letter case is left alone", "tools:\n  - ¦\n", "git\n  - GIT\n  - docker\n  - javascript\n  - go\n", "tools:\n  - git\n  - GIT\n  - docker\n  - javascript\n  - go\n  \n"],
  ["another day than today is typed slowly", "reviewed:¦\n", " <list 20>2026-<wait>1<wait>1-2<wait>0\n", "reviewed: 2026-11-20\n\n"],
  ["a name is deleted to the right", "tools: [Git, «Docker», Go]\n", "<Delete>Java", "tools: [Git, Java, Go]\n"],
  ["empty keys are filled in later", "status: ¦\nreviewed: \nskills: \n", "draft<ArrowDown><End>2026-01-31<ArrowDown><End>[ETL]", "status: draft\nreviewed: 2026-01-31\nskills: [ETL]\n"],
  ["keys are written before their values", "¦", "status:\nreviewed:\nskills:\ntools:\naliases: ", "status:\nreviewed:\nskills:\ntools:\naliases: "],
  ["values end their lines", "¦", "status: draft\nreviewed: 2026-02-01\ntoolkit: /test/\nslug: test-engineer\n", "status: draft\nreviewed: 2026-02-01\ntoolkit: /test/\nslug: test-engineer\n"],
  ["a list in a line is no list of paths", "¦", "redirect_from: [/old/, /older/]\ncategory: any\n", "redirect_from: [/old/, /older/]\ncategory: any\n"],
  ["a mention is typed", "why: A role with ¦ in it.\n", "[[tool:Docker]] and [[ETL]]", "why: A role with [[tool:Docker]] and [[ETL]] in it.\n"],
  ["a mention without an end is left alone", "why: |\n  Ask¦\n", " for [[postg", "why: |\n  Ask for [[postg]]\n"],
  ["the text goes on behind a mention that was taken", "why: Learn ¦\n", "[[tool:Kub<take Kubernetes> first", "why: Learn [[tool:Kubernetes]] first\n"],
  ["an unknown name stays unknown", "tools: [¦]\n", "Jav", "tools: [Jav]\n"],
  ["a date is mended", "reviewed: 2026-0¦1-15\n", "<Delete>3", "reviewed: 2026-03-15\n"],
  ["Tab indents", "alternatives:\n¦\n", "<Tab>- role: Data Engineer<Enter><Tab>tagline: Pipes<Enter>best_for:\n      - All", "alternatives:\n  - role: Data Engineer\n    tagline: Pipes\n    best_for:\n      - All\n"],
  ["a comment is written", "¦", "# skills: security and data\nstatus: draft # data\n", "# skills: security and data\nstatus: draft # data\n"],
  ["a word in quotes is typed", "aliases: [¦]\n", "\"Tester, old\", 'Data'", "aliases: [\"Tester, old\", 'Data']\n"],
  ["the list replaces a whole name", "alternatives:\n  - role: ¦Fullstack Engineer\n", "ml<take ML Engineer>", "alternatives:\n  - role: ML Engineer\n"],
  ["the list replaces a whole value", "status: ¦retired\n", "pub<take published>", "status: published\n"],
  ["the list replaces a whole mention", "why: Learn [[tool:Te¦rraform]] first.\n", "n<take TensorFlow>", "why: Learn [[tool:TensorFlow]] first.\n"],
  ["the list replaces a name in a list", "tools: [Git, Doc¦ker, Go]\n", "<Backspace><Backspace><Backspace>Graf<take Grafana>", "tools: [Git, Grafana, Go]\n"],
  ["the list replaces a column", "comparison:\n  rows:\n    - role: Test Engineer\n      ¦Primary Focus: Tests\n", "Typ<take Typical Deliverables>", "comparison:\n  rows:\n    - role: Test Engineer\n      Typical Deliverables: Tests\n"],
  ["a space opens the list", "replaced_by:¦\n", " <list Backend Engineer>DevOps Engineer\n", "replaced_by: DevOps Engineer\n\n"],
  ["a name is typed behind a key that was taken", "alternatives:\n  - ¦\n", "ro<take role><list Backend Engineer>Data Engineer\n    tagline: x", "alternatives:\n  - role: Data Engineer\n    tagline: x\n"],
  ["keys that end a word take nothing", "tools: [¦]\n", "Kuber, Dock, Jav,Git, SQ", "tools: [Kuber, Dock, Jav,Git, SQ]\n"],
  ["a colon ends a key", "¦", "sta: x\nskil: b\ncompar: e\n", "sta: x\nskil: b\ncompar: e\n"],
  ["what was taken is undone, and done again", "alternatives:\n  - role: ¦Fullstack Engineer\n", "ml<take ML Engineer><wait><Control+z><wait><Control+z><wait><Control+y><wait><Control+y><wait>", "alternatives:\n  - role: ML Engineer\n"],
  ["a block is undone", "¦", "page<list page><Enter><wait><Control+z><wait>", "page"],
  ["a page is filled in by its tab stops", "¦", "page<list page><Enter><wait>Because.<Tab>Data Engineer<Tab>Moves data<Tab>Builds pipelines.", "why: |\n  Because.\nalternatives:\n  - role: Data Engineer\n    tagline: Moves data\n    about: |\n      Builds pipelines.\ncomparison:\n  rows:\n    - role: Test Engineer\n      Primary Focus: \n      Key Skills: \n      Common Tools/Technologies: \n      Typical Deliverables: \n    - role: Data Engineer\nhow_to_pick:\n  intro: |\n    \n  options:\n    - if: \n      role: Data Engineer\n      then: "],
  ["two cursors type", "tools: [¦]\nskills: [‖]\n", "Java, SQL, Kuber, x", "tools: [Java, SQL, Kuber, x]\nskills: [Java, SQL, Kuber, x]\n"],
  ["two cursors take a name", "alternatives:\n  - role: ¦\n  - role: ‖\n", "Dat<take Data Engineer>", "alternatives:\n  - role: Data Engineer\n  - role: Data Engineer\n"],
  ["Tab takes a name", "skills:\n  - ¦\n", "scal<tab scalability>\n  - ETL", "skills:\n  - scalability\n  - ETL\n"],
];

/** Those that insert lines, or count characters behind some. */
const IN_CRLF = ["a name begins a longer one", "the list replaces a whole name", "a page is filled in by its tab stops", "a mention is typed"];

/** A text without its marks, and where the selection begins and ends in it. */
function marked(text) {
  const again = /@(.+)$/.exec(text);
  if (again) {
    const plain = text.slice(0, again.index);
    return { plain, from: plain.indexOf(again[1]), to: plain.indexOf(again[1]) };
  }
  const plain = text.replace(/[¦«»‖]/g, "");
  const from = text.search(/[¦«]/);
  const to = text.includes("»") ? text.indexOf("»") - 1 : from;
  return { plain, from, to, other: text.includes("‖") ? text.indexOf("‖") - 1 : undefined };
}

export default () => {
  const folder = cleanContent();
  writeFileSync(path.join(folder, FILE), HEAD);
  return at(folder, {}, async ({ editor, page, step, show, text }) => {
    await show(FILE);
    await editor.focus();
    const rows = page.locator(".suggest-widget.visible .monaco-list-row.focused .label-name");

    // By keys: what the extension host does to a selection comes when it comes.
    const place = async (before) => {
      const { plain, from, to, other } = marked(before);
      const whole = HEAD + plain;
      await editor.press("Escape");
      await editor.api(async (whole) => {
        const shown = vscode.window.activeTextEditor;
        await shown.edit((edit) => edit.replace(new vscode.Range(0, 0, shown.document.lineCount, 0), whole));
      }, whole);
      await same(() => text(FILE), whole);
      const above = whole.slice(0, HEAD.length + from).split("\n");
      await editor.goTo(above.length, above.at(-1).length + 1);
      await editor.press(...Array(to - from).fill("Shift+ArrowRight"));
      await same(() => editor.api(async () => vscode.window.activeTextEditor.document.offsetAt(vscode.window.activeTextEditor.selection.end)), HEAD.length + to);
      if (other !== undefined) {
        await editor.api(async (offset) => {
          const shown = vscode.window.activeTextEditor;
          const at = shown.document.positionAt(offset);
          shown.selections = [...shown.selections, new vscode.Selection(at, at)];
        }, HEAD.length + other);
        await sleep(300);
      }
    };

    const tries = [...CASES.map((one) => [...one, "\n"]), ...CASES.filter(([name]) => IN_CRLF.includes(name)).map(([name, ...rest]) => [`${name}, in CRLF`, ...rest, "\r\n"])];
    for (const [name, before, keys, after, end] of tries) {
      await step(name, async () => {
        await editor.api(() => vscode.window.activeTextEditor.edit((edit) => edit.setEndOfLine(1)));
        await place(before);
        await editor.api((crlf) => vscode.window.activeTextEditor.edit((edit) => edit.setEndOfLine(crlf ? 2 : 1)), end === "\r\n");
        const typist = new Typist(page, HURRY);
        for (const [, take, what, key, word] of keys.matchAll(/<(take|tab|list) ([^>]+)>|<([\w+]+)>|([^<]+)/g)) {
          if (take) {
            // In the middle of a word the editor offers by itself behind the first letter only.
            if (take !== "list" && !(await until(() => rows.count(), 1000))) {
              await typist.press("Control+Space");
            }
            await matches(() => rows.first().innerText(), new RegExp(`^${what}`), 5000);
            if (take !== "list") {
              await typist.press(take === "take" ? "Enter" : "Tab");
            }
          } else if (key === "wait") {
            await sleep(300);
          } else if (key) {
            await typist.press(key);
          } else {
            await typist.text(word);
          }
        }
        const expected = (HEAD + after).replaceAll("\n", end);
        await same(() => text(FILE), expected, 1000).catch(() => {});
        compare(await text(FILE), expected);
      });
    }
  });
};
