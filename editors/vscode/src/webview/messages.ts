/** What the extension and the script in the page say to each other. Lines count from 0, as the editor's. */

/** From the extension to the page. */
export type ToPage =
  | { readonly kind: "page"; readonly main: string; readonly file: string }
  /** The first line in sight of the editor; the line of its cursor. */
  | { readonly kind: "scroll"; readonly line: number }
  | { readonly kind: "cursor"; readonly line: number };

/** From the page to the extension. */
export type FromPage =
  | { readonly kind: "ready" }
  /** The author has scrolled the page. */
  | { readonly kind: "scrolled"; readonly line: number }
  /** A double click. */
  | { readonly kind: "source"; readonly line: number }
  /** A click on a link to a role; `source` with a modifier key. */
  | { readonly kind: "role"; readonly file: string; readonly source: boolean };
