// What is half typed is no mistake: how often the shown errors change to other errors while an alternative is written, and
// how soon what is true of the finished text stands there.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { at, cleanContent, truth } from "../desk.mjs";
import { until } from "../editor.mjs";
import { compare, HURRY, SLOW, Typist } from "../typist.mjs";

const FILE = "content/roles/test-engineer.yaml";
const BEFORE = `name: Test Engineer
summary: Finds out what does not work.
skills: [scripting]

why: Some would rather build.

alternatives:
  - role: Backend Engineer
    tagline: Builds it
    about: Writes what you test.
    best_for:
      - Builders

comparison:
  rows:
    - role: Test Engineer
      Primary Focus: Tests
      Key Skills: Scripting
      Common Tools/Technologies: Python
      Typical Deliverables: Reports
    - role: Backend Engineer

how_to_pick:
  options:
    - if: you want to build
      role: Backend Engineer
      then: Consider it.
`;
/** After which line what is typed; the second name is not known and is reported in the end. */
const TYPED = [
  [
    "      - Builders",
    `
  - role: Data Engineer
    tagline: "Pipes: long ones"
    about: |
      A Data Engineer moves data.
      What [[skill:ETL]] is, you know.

      - It takes [[tool:Kafak]].
    best_for:
      - Those who like order
      - "Others: too"
      - Plumbers
      - All`,
  ],
  ["    - role: Backend Engineer", "\n    - role: Data Engineer"],
  ["      then: Consider it.", "\n    - if: you like order\n      role: Data Engineer\n      then: Try it."],
];
const AFTER = TYPED.reduce((text, [line, typed]) => text.replace(`\n${line}\n`, () => `\n${line}${typed}\n`), BEFORE);

export default () => {
  const folder = cleanContent();
  writeFileSync(path.join(folder, FILE), AFTER);
  const expected = truth(folder);
  assert.equal(expected.length, 1, expected.join());
  writeFileSync(path.join(folder, FILE), BEFORE);
  return at(folder, {}, async ({ editor, page, step, show, text, revert, watch, stands, changes }) => {
    await show(FILE);
    await editor.focus();
    await editor.press("Control+Shift+m");

    for (const pause of [HURRY, SLOW]) {
      await step(`an alternative typed at ${pause} ms a key shows few errors, and the truth soon`, async () => {
        await revert(FILE);
        await editor.focus();
        await watch();
        await stands([]);
        const typist = new Typist(page, pause);
        for (const [line, typed] of TYPED) {
          const above = (await text(FILE)).split(`\n${line}\n`)[0].split("\n");
          await editor.goTo(above.length + 1, line.length + 1);
          await typist.text(typed);
        }
        await until(async () => (await text(FILE)) === AFTER, 1000);
        compare(await text(FILE), AFTER);
        const late = (await stands(expected)) - typist.last;
        const errors = (await changes()).map(({ errors }) => errors.join());
        const states = errors.filter((one, at) => at > 0 && one !== "" && one !== errors[at - 1]);
        console.log(`     ${states.length} error states, the truth ${Math.max(0, late)} ms after the last key`);
        assert.ok(states.length <= 12, `${states.length} error states:\n${states.join("\n")}`);
        assert.ok(late <= 500, `the truth stood ${late} ms after the last key`);
      });
    }
  });
};
