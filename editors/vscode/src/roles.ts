/** Which of the documents in sight are roles, as the server says: it knows the settings, a path alone tells nothing. */
import * as vscode from "vscode";
import type { Server } from "./server";

/** The server's answer to `sidestep/fileKind`. */
interface Answer {
  readonly kind: "role" | "vocabulary" | "settings" | null;
}

/**
 * The context key with the paths of the roles in sight; menus look for `resourcePath` in it. Addresses are of no use: those
 * of a remote workbench are not the extension's.
 */
const KEY = "sidestep.roles";

export class Roles implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  private known: readonly string[] = [];
  private served: ReadonlySet<string> = new Set();
  private asked = 0;

  constructor(private readonly server: Server) {
    const again = (): void => void this.update();
    this.listeners = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(again),
      vscode.window.onDidChangeVisibleTextEditors(again),
      server.onDidChange(again),
      server.onDidChangeStatus(again),
    );
    again();
  }

  dispose(): void {
    this.listeners.dispose();
  }

  /** Whether a document in sight is a file of a workspace, as far as is known. */
  serves(uri: vscode.Uri): boolean {
    return this.served.has(uri.toString());
  }

  /** Whether a document is a role; undefined while the server does not answer. */
  async isRole(uri: vscode.Uri): Promise<boolean | undefined> {
    const kind = await this.kind(uri);
    return kind === undefined ? undefined : kind === "role";
  }

  private async kind(uri: vscode.Uri): Promise<Answer["kind"] | undefined> {
    const client = this.server.running;
    if (client === undefined) {
      return undefined;
    }
    try {
      const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
      return (await client.sendRequest<Answer>("sidestep/fileKind", { textDocument })).kind;
    } catch {
      return undefined;
    }
  }

  private async update(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
    const uris = new Map(editors.flatMap((editor) => (editor?.document.uri.scheme === "file" ? [[editor.document.uri.toString(), editor.document.uri]] : [])));
    const answers = await Promise.all(Array.from(uris, async ([key, uri]) => ({ key, uri, kind: (await this.kind(uri)) ?? null })));
    // An answer to a newer question may have come first.
    if (mine !== this.asked) {
      return;
    }
    this.served = new Set(answers.flatMap(({ key, kind }) => (kind === null ? [] : [key])));
    const roles = [...new Set(answers.flatMap(({ uri, kind }) => (kind === "role" ? [uri.fsPath, uri.path] : [])))].sort();
    if (roles.join("\n") !== this.known.join("\n")) {
      this.known = roles;
      await vscode.commands.executeCommand("setContext", KEY, roles);
    }
  }
}
