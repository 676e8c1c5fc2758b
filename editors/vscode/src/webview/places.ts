/** Lines of a file and heights of its page, each from the other. Knows no browser, so that it can be tested without one. */

/** An element of the page: the line that it stands on, from 0, and its upper edge in pixels. */
export interface Place {
  readonly line: number;
  readonly top: number;
}

/** The height on the page that belongs to a line, between the elements before and after it. */
export function topOf(places: readonly Place[], line: number): number | undefined {
  return between(places, line, "line", "top");
}

/** The line that belongs to a height on the page. */
export function lineAt(places: readonly Place[], top: number): number | undefined {
  return between(places, top, "top", "line");
}

/** The last element that begins on a line or before it. */
export function placeOf<P extends Place>(places: readonly P[], line: number): P | undefined {
  let last: P | undefined;
  for (const place of places) {
    if (place.line <= line && (last === undefined || place.line >= last.line)) {
      last = place;
    }
  }
  return last;
}

function between(places: readonly Place[], value: number, from: keyof Place, to: keyof Place): number | undefined {
  const sorted = [...places].sort((a, b) => a[from] - b[from]);
  const after = sorted.findIndex((place) => place[from] > value);
  const before = after < 0 ? sorted.at(-1) : sorted[after - 1];
  const next = sorted[after];
  if (before === undefined) {
    return next?.[to];
  }
  if (next === undefined) {
    return before[to];
  }
  return before[to] + ((value - before[from]) / (next[from] - before[from])) * (next[to] - before[to]);
}
