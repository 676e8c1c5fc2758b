/** Files that the first command leaves as they are. */
import * as path from "node:path";

/** What is said of files that `sidestep init --format json` found and left as they are; undefined where there are none. */
export function leftAsIs(answer: string, folder: string): string | undefined {
  const { kept } = JSON.parse(answer) as { kept: string[] };
  const names = kept.map((file) => path.relative(folder, file));
  return names.length === 0 ? undefined : `Left as ${names.length === 1 ? "it is" : "they are"}, since ${names.length === 1 ? "it was" : "they were"} there already: ${names.join(", ")}.`;
}
