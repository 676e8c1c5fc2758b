// Works in copies of the shipped content as an author would: by keys where an author uses keys, and through the
// extension host's API where the exact answer matters. Run by ../run.sh; STEPS=typing,rename runs these files of steps/
// only, ONLY=<pattern> the steps with such names.
import { at, content, results } from "./desk.mjs";

const { STEPS } = process.env;

/** In one editor, one after the other: what a step writes, the next may find. */
const TOGETHER = ["findings", "navigation", "fixes", "completion", "page", "rename", "server", "commands", "freshness"];
/** In editors of their own. */
const ALONE = ["explorer", "changes", "untrusted", "beside", "first", "typing", "values", "collections"];
/** What is timed comes last. */
const TIMED = ["checkout", "calm"];

const wanted = (names) => names.filter((name) => !STEPS || STEPS.split(",").includes(name));
const load = async (name) => (await import(`./steps/${name}.mjs`)).default;

async function together() {
  if (wanted(TOGETHER).length > 0) {
    await at(content(), {}, async (desk) => {
      for (const name of wanted(TOGETHER)) {
        await (await load(name))(desk);
      }
    });
  }
}

async function alone(names) {
  for (const name of wanted(names)) {
    await (await load(name))();
  }
}

const started = Date.now();
await together();
await alone(ALONE);
await alone(TIMED);
// They are files of the repository: made only when they are named.
if (STEPS) {
  await alone(["pictures"]);
}

console.log(`in ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed === 0 ? 0 : 1);
