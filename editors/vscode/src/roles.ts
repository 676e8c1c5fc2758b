/** Which of the documents in sight are roles, as the server says: it knows the settings, a path alone tells nothing. */
import * as vscode from "vscode";
import { pathsOf, type Kind } from "./kinds";
import type { Server } from "./server";

/**
 * The context keys with the paths of the roles in sight, and of all files of a workspace in sight; menus look for
 * `resourcePath` in them. Addresses are of no use: those of a remote workbench are not the extension's.
 */
const KEYS = { "sidestep.roles": ["role"], "sidestep.files": ["role", "vocabulary", "settings", "collection"] } as const;

export class Roles implements vscode.Disposable {
  private readonly listeners: vscode.Disposable;
  private readonly known = new Map<string, string>();
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

  private async kind(uri: vscode.Uri): Promise<Kind | undefined> {
    const client = this.server.running;
    if (client === undefined) {
      return undefined;
    }
    try {
      const textDocument = { uri: client.code2ProtocolConverter.asUri(uri) };
      return (await client.sendRequest<{ kind: Kind }>("sidestep/fileKind", { textDocument })).kind;
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
    for (const [key, kinds] of Object.entries(KEYS)) {
      const paths = pathsOf(answers, kinds);
      if (paths.join("\n") !== (this.known.get(key) ?? "")) {
        this.known.set(key, paths.join("\n"));
        await vscode.commands.executeCommand("setContext", key, paths);
      }
    }
  }
}
