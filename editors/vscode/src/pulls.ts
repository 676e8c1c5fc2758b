/** The findings that the client asks for: of open documents one by one, of all other files by one long request. */
import * as vscode from "vscode";
import { codeOf } from "./findings";

/** A file, and the state of its findings that the client has. */
interface Known {
  uri: vscode.Uri;
  value: string;
}

/** How long to wait for others that are closed together (milliseconds). */
const SOON = 50;

/**
 * What the long request tells of a file is not shown while the client still asks for it as an open document, as it does once
 * more when that is closed; afterwards it is not told again, and the findings of a file that is gone would stay. So after a
 * document is closed all is asked anew.
 */
export class Pulls {
  private readonly closed = new Set<string>();
  private running: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** The answer about a document; none where it has been closed meanwhile: the client would take it for an open one. */
  async ofDocument<T>(document: vscode.TextDocument | vscode.Uri, answer: PromiseLike<T>): Promise<T | undefined> {
    const isClosed = (): boolean => "isClosed" in document && document.isClosed;
    try {
      const found = await answer;
      return isClosed() ? undefined : found;
    } finally {
      if (isClosed() && "uri" in document) {
        this.closed.add(document.uri.toString());
        this.timer ??= setTimeout(() => {
          this.timer = undefined;
          this.running?.cancel();
        }, SOON);
      }
    }
  }

  /** The answer about all other files; asked for anew, with the same `token`, when a document has been closed. */
  async ofOthers<T>(known: Known[], token: vscode.CancellationToken, ask: (known: Known[], token: vscode.CancellationToken) => PromiseLike<T>): Promise<T> {
    for (;;) {
      const source = new vscode.CancellationTokenSource();
      const outer = token.onCancellationRequested(() => {
        source.cancel();
      });
      const isAnew = (): boolean => source.token.isCancellationRequested && !token.isCancellationRequested;
      this.running = source;
      known = known.filter(({ uri }) => !this.closed.has(uri.toString()));
      this.closed.clear();
      try {
        const answer = await ask([...known, ...forgotten(known)], source.token);
        if (!isAnew()) {
          return answer;
        }
      } catch (error) {
        if (!isAnew()) {
          throw error;
        }
      } finally {
        outer.dispose();
      }
    }
  }
}

/**
 * Files whose findings are shown but whose state the client has forgotten, as it does when a file is closed; a state that
 * the server does not know makes it say what it has. Without this the findings of a file that was renamed would stay.
 */
function forgotten(known: readonly Known[]): Known[] {
  const listed = new Set(known.map(({ uri }) => uri.toString()));
  const shown = vscode.languages.getDiagnostics().filter(([, list]) => list.some((one) => codeOf(one) !== undefined));
  return shown.filter(([uri]) => !listed.has(uri.toString())).map(([uri]) => ({ uri, value: "forgotten" }));
}
