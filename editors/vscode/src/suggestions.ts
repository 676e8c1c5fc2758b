/** Suggestions as the editor can keep them while the author types on. */

/** What is read of a suggestion. */
interface Item {
  readonly label: string | { readonly label: string };
  readonly insertText?: unknown;
  readonly filterText?: string | undefined;
  readonly additionalTextEdits?: readonly unknown[] | undefined;
}

interface List<I> {
  readonly items: readonly I[];
  isIncomplete?: boolean | undefined;
}

/** The server sends no more items at once; a list as long as this may be cut. */
const MOST = 100;

/**
 * Marks the answer of the server as complete where the editor can do without another one.
 *
 * The server asks to be asked again at each letter, because an editor that keeps a list would go on offering what is
 * typed already. This editor knows better: it filters by itself, and where Enter would change nothing it breaks the line.
 * Asking again harms there: until the next answer comes, Enter takes an item that was offered for fewer letters, and the
 * line break is lost. So a list is complete where each item writes just what it is found by, in the letter case that was
 * typed; `typed` gives the text of a range up to the cursor.
 */
export function keep<I extends Item>(answer: readonly I[] | List<I> | null | undefined, typed: (item: I) => string): void {
  if (answer !== null && answer !== undefined && "items" in answer && answer.items.length < MOST) {
    answer.isIncomplete = answer.isIncomplete === true && !answer.items.every((item) => isExact(item, typed(item)));
  }
}

function isExact(item: Item, typed: string): boolean {
  const label = typeof item.label === "string" ? item.label : item.label.label;
  const text = item.insertText ?? label;
  if (typeof text !== "string" || text !== (item.filterText ?? label) || (item.additionalTextEdits?.length ?? 0) > 0) {
    return false;
  }
  return text.startsWith(typed) || !text.toLowerCase().startsWith(typed.toLowerCase());
}
