/** Lists of suggestions that open by themselves. */
import * as vscode from "vscode";

/** Behind such a character a space begins a value. */
const BEFORE_VALUE = /[:,[{-]$/;

/** Behind it a colon ends the kind of a mention, and a name of that kind follows. */
const KIND = /\[\[[a-z][a-z0-9-]*$/;

/** The same with its colon. */
const MENTION = /\[\[[a-z][a-z0-9-]*:$/;

/** Where a word begins. */
const BETWEEN_WORDS = /[^\p{L}\p{N}_]$/u;

/**
 * Asks for suggestions behind a space that begins a value, and behind the kind of a mention. As a trigger character of the server's a space would be asked
 * about within names as well, and until the answer is there the editor shows the old list, whatever is typed meanwhile:
 * Enter then takes an item from it, and the line break is lost.
 */
export class Lists {
  private asked: { readonly uri: string; readonly line: number } | undefined;

  /** `serves` tells whether a document is Sidestep's: elsewhere nothing opens. */
  register(serves: (uri: vscode.Uri) => boolean): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        const [change, ...others] = contentChanges;
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
        } else if (BEFORE_VALUE.test(before) && !offersWords(document)) {
          void this.open(document.uri, line);
        }
      }),
      // The server names it where values follow an item that is taken.
      vscode.commands.registerCommand("sidestep.suggest", async () => {
        const editor = vscode.window.activeTextEditor;
        if (editor === undefined) {
          return;
        }
        const { document } = editor;
        const { line, character } = editor.selection.active;
        if (MENTION.test(document.lineAt(line).text.slice(0, character)) || !offersWords(document)) {
          await this.open(document.uri, line);
        }
      }),
    );
  }

  /** Why the server is asked, or undefined where it is asked too late: the author is on another line. */
  why(document: vscode.TextDocument, position: vscode.Position, context: vscode.CompletionContext): vscode.CompletionContext | undefined {
    if (this.asked === undefined || context.triggerKind !== vscode.CompletionTriggerKind.Invoke) {
      return context;
    }
    const { uri, line } = this.asked;
    return uri === document.uri.toString() && line === position.line ? { triggerKind: vscode.CompletionTriggerKind.TriggerCharacter, triggerCharacter: " " } : undefined;
  }

  /** As if a character had asked: what is typed in full closes the list, and Enter behind it breaks the line. */
  private async open(uri: vscode.Uri, line: number): Promise<void> {
    const mine = { uri: uri.toString(), line };
    this.asked = mine;
    await vscode.commands.executeCommand("editor.action.triggerSuggest", { auto: true });
    if (this.asked === mine) {
      this.asked = undefined;
    }
  }
}

/**
 * Whether the editor offers words of open files where the server offers nothing, as it does in Markdown: in a list that opened
 * by itself Enter would take one of them, and the line break is lost. In a mention no line ends.
 */
function offersWords(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration("editor", document).get("wordBasedSuggestions") !== "off";
}
