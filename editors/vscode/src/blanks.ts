/** A text as a snippet that goes from blank to blank. */
export function blanks(text: string): string {
  let stop = 0;
  return text.replace(/[\\$}]|…/g, (found) => {
    if (found !== "…") {
      return `\\${found}`;
    }
    stop += 1;
    return `\${${String(stop)}:…}`;
  });
}
