// A person at the keyboard: every key by itself, and nothing but keys.
import assert from "node:assert/strict";
import { sleep } from "./editor.mjs";

/** Keys of a fast typist, in milliseconds from one to the next. */
export const HURRY = 40;
export const SLOW = 140;

export class Typist {
  constructor(page, pause = HURRY) {
    this.page = page;
    this.pause = pause;
  }

  /** One key, as long after the last one as a person takes; what the editor takes longer for is caught up with. */
  async key(press) {
    const now = Date.now();
    this.due = Math.max((this.due ?? 0) + this.pause, now - 5 * this.pause);
    if (this.due > now) {
      await sleep(this.due - now);
    }
    this.last = Date.now();
    await press();
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.key(() => this.page.keyboard.press(key))), Promise.resolve());
  }

  /** Characters of one line. Those that no key has come as a keyboard for them would send them. */
  async word(text) {
    for (const letter of text) {
      await this.key(() => this.page.keyboard.type(letter));
    }
  }

  /**
   * A whole text with the indentation that it has. After Enter the editor indents by itself, which a typist of finished
   * text does not want: what stands before the cursor is selected, and the line's first character takes its place. Nothing
   * is asked of the editor for it, no list is closed by it that would stay open for an author, and behind Enter before an
   * empty line nothing is pressed at all: the editor takes its own indentation back there.
   */
  async text(text) {
    const lines = text.split("\n");
    for (const [at, line] of lines.entries()) {
      if (at > 0) {
        await this.press("Enter");
        if (line !== "") {
          await this.press("Shift+Home");
        }
      }
      await this.word(line);
    }
  }
}

/** Says the first line that is not as it was typed. */
export function compare(stands, typed) {
  if (stands !== typed) {
    const [left, right] = [stands.split("\n"), typed.split("\n")];
    const differs = right.findIndex((line, at) => line !== left[at]);
    const line = differs < 0 ? right.length : differs;
    assert.fail(`line ${line + 1} was typed "${right[line] ?? ""}", and there stands "${left[line] ?? ""}"\n${stands}`);
  }
}
