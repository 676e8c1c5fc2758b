/** Lists of suggestions that open by themselves. */
import * as vscode from "vscode";

/** Behind such a character a space begins a value. */
const BEFORE_VALUE = /[:,[{-]$/;

/** Behind it a colon ends the kind of a mention, and a name of that kind follows. */
const KIND = /\[\[[a-z][a-z0-9-]*$/;

/** How long after a key the editor may still ask because of it (milliseconds). */
const SOON = 300;

type Answer = vscode.CompletionItem[] | vscode.CompletionList | null | undefined;
type Next = (document: vscode.TextDocument, position: vscode.Position, context: vscode.CompletionContext, token: vscode.CancellationToken) => vscode.ProviderResult<Answer>;

interface Line {
  readonly uri: string;
  readonly line: number;
}

/** Where a word begins. */
const BETWEEN_WORDS = /[^\p{L}\p{N}_]$/u;

/**
 * Asks for suggestions behind a space that begins a value, and behind the kind of a mention. As a trigger character of the server's a space would be asked
 * about within names as well, and until the answer is there the editor shows the old list, whatever is typed meanwhile:
 * Enter then takes an item from it, and the line break is lost.
 */
export class Lists {
  private asked: Line | undefined;
  /** Where the last list opened by itself. */
  private opened: Line | undefined;
  /** When the last key was typed. */
  private typed = 0;

  /** `serves` tells whether a document is Sidestep's: elsewhere nothing opens. */
  register(serves: (uri: vscode.Uri) => boolean): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        const [change, ...others] = contentChanges;
        this.typed = Date.now();
        const isKey = change !== undefined && others.length === 0 && /^[ :\d]$/.test(change.text) && change.rangeLength === 0 && reason === undefined;
        if (!isKey || document !== vscode.window.activeTextEditor?.document || !serves(document.uri)) {
          return;
        }
        const { line, character } = change.range.start;
        const before = document.lineAt(line).text.slice(0, character);
        if (change.text === ":") {
          if (KIND.test(before)) {
            void this.open(document.uri, line);
          }
        } else if (change.text !== " ") {
          // At a number behind other words the editor neither asks nor filters the list that it shows: Enter would take from it.
          if (BETWEEN_WORDS.test(before) && !BEFORE_VALUE.test(before.replace(/ $/, ""))) {
            void vscode.commands.executeCommand("hideSuggestWidget");
          }
        } else if (BEFORE_VALUE.test(before)) {
          void this.open(document.uri, line);
        }
      }),
      // The server names it where values follow an item that is taken.
      vscode.commands.registerCommand("sidestep.suggest", async () => {
        const editor = vscode.window.activeTextEditor;
        if (editor === undefined) {
          return;
        }
        await this.open(editor.document.uri, editor.selection.active.line);
      }),
    );
  }

  /**
   * The answer to the editor. Where that offers words of open files when the server offers nothing, as it does in Markdown, Enter
   * would take one of them from a list that opened by itself: such a list never comes.
   */
  async answer(document: vscode.TextDocument, position: vscode.Position, context: vscode.CompletionContext, token: vscode.CancellationToken, next: Next): Promise<Answer> {
    const [asked, isCharacter] = [this.asked, context.triggerKind !== vscode.CompletionTriggerKind.Invoke];
    const why = this.why(document, position, context);
    const found = why === undefined ? undefined : await next(document, position, why, token);
    if (isCharacter || !isEmpty(found) || !offersWords(document)) {
      return found;
    }
    if (/[\p{L}\p{N}_]$/u.test(document.lineAt(position).text.slice(0, position.character))) {
      return asked !== undefined || this.goesOn(document, position) ? [unmatched()] : found;
    }
    // Behind a blank any item would be shown.
    return asked !== undefined ? cancelled(token) : found;
  }

  /** Whether a list that opened by itself may be asked for anew, at the next word of the line. */
  private goesOn(document: vscode.TextDocument, position: vscode.Position): boolean {
    const { opened } = this;
    return opened?.uri === document.uri.toString() && opened.line === position.line && Date.now() - this.typed < SOON;
  }

  /** Why the server is asked, or undefined where it is asked too late: the author is on another line. */
  private why(document: vscode.TextDocument, position: vscode.Position, context: vscode.CompletionContext): vscode.CompletionContext | undefined {
    if (this.asked === undefined || context.triggerKind !== vscode.CompletionTriggerKind.Invoke) {
      return context;
    }
    const { uri, line } = this.asked;
    return uri === document.uri.toString() && line === position.line ? { triggerKind: vscode.CompletionTriggerKind.TriggerCharacter, triggerCharacter: " " } : undefined;
  }

  /** As if a character had asked: what is typed in full closes the list, and Enter behind it breaks the line. */
  private async open(uri: vscode.Uri, line: number): Promise<void> {
    const mine = { uri: uri.toString(), line };
    [this.asked, this.opened] = [mine, mine];
    await vscode.commands.executeCommand("editor.action.triggerSuggest", { auto: true });
    if (this.asked === mine) {
      this.asked = undefined;
    }
  }
}

/** Whether the editor offers words of open files where the server offers nothing. */
function offersWords(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration("editor", document).get("wordBasedSuggestions") !== "off";
}

function isEmpty(answer: Answer): boolean {
  return answer === undefined || answer === null || (Array.isArray(answer) ? answer : answer.items).length === 0;
}

/** An item that no letter finds: the editor shows none, and looks no further. */
function unmatched(): vscode.CompletionItem {
  const item = new vscode.CompletionItem("·");
  item.filterText = "·";
  return item;
}

/** Waits until nobody wants the answer. */
function cancelled(token: vscode.CancellationToken): Promise<undefined> {
  return new Promise((done) => {
    token.onCancellationRequested(() => {
      done(undefined);
    });
  });
}
