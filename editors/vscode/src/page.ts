/** The rendered page of the role that is being written, at the side. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { framed, notice } from "./frame";
import type { Server } from "./server";

/** The server's answer to `sidestep/page`. */
interface Page {
  readonly text?: string;
  readonly name?: string;
  readonly why?: string;
}

const VIEW = "sidestep.page";
/** A pause in typing, in milliseconds, after which the page is rendered again. */
const PAUSE = 150;

export class PageView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  /** The file whose page is shown. */
  private file: vscode.Uri | undefined;
  private shown = "";
  private timer: NodeJS.Timeout | undefined;
  private readonly always: vscode.Disposable;
  private whileOpen: vscode.Disposable | undefined;

  constructor(private readonly server: Server) {
    this.always = vscode.Disposable.from(
      vscode.commands.registerCommand("sidestep.openPage", () => this.open()),
      vscode.window.registerWebviewPanelSerializer(VIEW, {
        deserializeWebviewPanel: (panel) => {
          this.adopt(panel);
          return Promise.resolve();
        },
      }),
    );
  }

  dispose(): void {
    this.panel?.dispose();
    this.always.dispose();
  }

  private open(): Promise<void> {
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(VIEW, "Page", column, { enableFindWidget: true }));
    } else {
      this.panel.reveal(undefined, true);
    }
    return this.follow(vscode.window.activeTextEditor);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.shown = "";
    panel.webview.options = { enableScripts: false, enableCommandUris: false, localResourceRoots: [] };
    // Cells come from other roles' files too: every file can change the page.
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml}");
    const again = (): void => {
      this.soon();
    };
    this.whileOpen = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(again),
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isYaml(document.uri)) {
          again();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.follow(editor)),
      this.server.onDidChange(again),
    );
    panel.onDidDispose(() => {
      if (this.panel === panel) {
        clearTimeout(this.timer);
        this.whileOpen?.dispose();
        this.panel = undefined;
        this.file = undefined;
      }
    });
    void this.follow(vscode.window.activeTextEditor);
  }

  private async follow(editor: vscode.TextEditor | undefined): Promise<void> {
    const uri = editor?.document.uri;
    if (uri !== undefined && isYaml(uri)) {
      await this.render(uri);
    } else if (this.file === undefined) {
      this.show("Page", notice("Open a role's file to see its page here.", nonce()), "");
    }
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.file !== undefined) {
        void this.render(this.file);
      }
    }, PAUSE);
  }

  private async render(uri: vscode.Uri): Promise<void> {
    const client = this.server.running;
    if (client === undefined) {
      // Rendered when the server is back; until then what is shown stays.
      this.file ??= uri;
      return;
    }
    const other = this.file?.toString() !== uri.toString();
    try {
      const page = await client.sendRequest<Page>("sidestep/page", { uri: client.code2ProtocolConverter.asUri(uri), format: "html" });
      if (page.text !== undefined) {
        this.file = uri;
        this.show(`Page: ${page.name ?? ""}`, framed(page.text, nonce()), page.text);
      } else if (!other || this.file === undefined || isRoleFile(uri)) {
        this.file = uri;
        const why = page.why ?? "there is no page";
        this.show("Page", notice(why.charAt(0).toUpperCase() + why.slice(1) + ".", nonce()), why);
      }
    } catch (error) {
      this.server.output.debug(`no page: ${String(error)}`);
    }
  }

  /** Shows a document; `key` tells whether it is another one than the one shown, which the nonce hides. */
  private show(title: string, html: string, key: string): void {
    if (this.panel !== undefined && (this.shown !== key || this.panel.title !== title)) {
      this.panel.title = title;
      this.panel.webview.html = html;
      this.shown = key;
    }
  }
}

function isYaml(uri: vscode.Uri): boolean {
  return uri.scheme === "file" && /\.ya?ml$/i.test(uri.path);
}

/** A role without a page replaces the page shown; a vocabulary or the settings leave it. */
function isRoleFile(uri: vscode.Uri): boolean {
  return uri.path.includes("/roles/");
}

function nonce(): string {
  return randomBytes(16).toString("base64");
}
