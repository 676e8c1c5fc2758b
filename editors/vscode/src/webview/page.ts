/** The script in the page: scrolls with the editor, goes to the source, opens the pages of other roles. */
import type { FromPage, ToPage } from "./messages";
import { lineAt, placeOf, topOf, type Place } from "./places";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: { file: string }): void };

const editor = acquireVsCodeApi();
/** Until when scrolling is not the author's doing but the extension's or, before that has answered, the editor's frame's. */
let following = Infinity;

interface Marked extends Place {
  readonly element: HTMLElement;
}

function marked(): Marked[] {
  const elements = Array.from(document.querySelectorAll<HTMLElement>("[data-line]"));
  return elements.map((element) => ({ element, line: Number(element.dataset["line"]), top: element.getBoundingClientRect().top + window.scrollY }));
}

function scrollTo(line: number): void {
  const top = line <= 0 ? 0 : topOf(marked(), line);
  if (top !== undefined && Math.abs(top - window.scrollY) > 1) {
    following = Date.now() + 200;
    window.scrollTo({ top });
  }
}

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case "page": {
      const main = document.querySelector("main");
      if (main !== null && main.outerHTML !== data.main) {
        // No script runs that is set in this way, and the policy allows none without its nonce.
        main.outerHTML = data.main;
      }
      editor.setState({ file: data.file });
      following = Math.min(following, Date.now() + 200);
      break;
    }
    case "scroll":
      scrollTo(data.line);
      break;
    case "cursor": {
      document.querySelector(".here")?.classList.remove("here");
      placeOf(marked(), data.line)?.element.classList.add("here");
      break;
    }
  }
});

window.addEventListener("scroll", () => {
  const line = lineAt(marked(), window.scrollY);
  if (Date.now() > following && line !== undefined) {
    editor.postMessage({ kind: "scrolled", line: window.scrollY <= 0 ? 0 : line });
  }
});

window.addEventListener("dblclick", (event) => {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-line]") : null;
  if (element !== null) {
    editor.postMessage({ kind: "source", line: Number(element.dataset["line"]) });
  }
});

// Before the editor's own listener, which would take the address for one of the web.
window.addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const file = link?.dataset["role"];
    if (file !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      editor.postMessage({ kind: "role", file, source: event.ctrlKey || event.metaKey || event.altKey });
    }
  },
  true,
);

editor.postMessage({ kind: "ready" });
