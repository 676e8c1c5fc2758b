/** The rendered page of the role that is being written, at the side. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { framed, main, notice } from "./frame";
import type { Roles } from "./roles";
import type { Server } from "./server";
import type { FromPage, ToPage } from "./webview/messages";

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
  /** The script in the page listens. */
  private ready = false;
  /** The page is another one than before, whose place the editor's frame would keep. */
  private other = false;
  /** What the page shows by now, for the script of a page that the editor has made anew. */
  private latest: string | undefined;
  /** Until when the editor scrolls because the page did. */
  private following = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly always: vscode.Disposable;
  private whileOpen: vscode.Disposable | undefined;

  constructor(
    private readonly server: Server,
    private readonly roles: Roles,
  ) {
    this.always = vscode.Disposable.from(
      vscode.commands.registerCommand("sidestep.openPage", () => this.open()),
      vscode.window.registerWebviewPanelSerializer(VIEW, {
        deserializeWebviewPanel: (panel, state: unknown) => {
          const file = typeof state === "object" && state !== null && "file" in state ? state.file : undefined;
          this.file = typeof file === "string" ? vscode.Uri.parse(file) : undefined;
          this.adopt(panel);
          this.soon();
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
      this.adopt(vscode.window.createWebviewPanel(VIEW, "Page", column, { enableFindWidget: true, enableScripts: true, localResourceRoots: [] }));
    } else {
      this.panel.reveal(undefined, true);
    }
    return this.follow(vscode.window.activeTextEditor);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel?.dispose();
    this.panel = panel;
    this.shown = "";
    this.ready = false;
    panel.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [] };
    // Cells come from other roles' files too: every file can change the page.
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,json,md,mdx,markdown}");
    const again = (): void => {
      this.soon();
    };
    this.whileOpen = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(again),
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (mayBeContent(document.uri)) {
          again();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => void this.follow(editor)),
      this.server.onDidChange(again),
      this.server.onDidChangeStatus(again),
      panel.webview.onDidReceiveMessage((message: FromPage) => void this.heard(message)),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor, visibleRanges }) => {
        const line = visibleRanges[0]?.start.line;
        if (line !== undefined && this.isShown(textEditor) && Date.now() > this.following) {
          this.tell({ kind: "scroll", line });
        }
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        if (selections[0] !== undefined && this.isShown(textEditor)) {
          this.tell({ kind: "cursor", line: selections[0].active.line });
        }
      }),
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

  private isShown(editor: vscode.TextEditor): boolean {
    return editor.document.uri.toString() === this.file?.toString();
  }

  private tell(message: ToPage): void {
    if (this.ready) {
      void this.panel?.webview.postMessage(message);
    }
  }

  /** What the author does in the page. */
  private async heard(message: FromPage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.ready = true;
        this.tellAll();
        this.tellPlace();
        break;
      case "scrolled": {
        const editor = this.editor();
        if (editor !== undefined) {
          this.following = Date.now() + 200;
          const line = Math.min(Math.floor(message.line), editor.document.lineCount - 1);
          editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
        }
        break;
      }
      case "source":
        if (this.file !== undefined) {
          await this.source(this.file, message.line);
        }
        break;
      case "role": {
        const file = this.server.running?.protocol2CodeConverter.asUri(message.file);
        if (file !== undefined && (message.source || !(await this.render(file)))) {
          await this.source(file, 0);
        }
        break;
      }
    }
  }

  /** Shows a file where its text stands already, else beside the page. */
  private async source(file: vscode.Uri, line: number): Promise<void> {
    const there = vscode.window.visibleTextEditors.find((one) => one.document.uri.toString() === file.toString());
    const column = (there ?? vscode.window.visibleTextEditors[0])?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(file, { viewColumn: column, selection: new vscode.Range(line, 0, line, 0) });
  }

  private tellAll(): void {
    if (this.latest === undefined || this.file === undefined) {
      return;
    }
    this.tell({ kind: "page", main: this.latest, file: this.file.toString() });
    const editor = this.editor();
    if (editor !== undefined) {
      this.tell({ kind: "cursor", line: editor.selection.active.line });
    }
  }

  /** Where a page begins that has just been made: where its text stands, or at its top where no editor shows that. */
  private tellPlace(): void {
    const line = this.editor()?.visibleRanges[0]?.start.line ?? (this.other ? 0 : undefined);
    this.other = false;
    if (line !== undefined) {
      this.tell({ kind: "scroll", line });
    }
  }

  /** An editor in sight that holds the text of the page. */
  private editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((one) => this.isShown(one));
  }

  private async follow(editor: vscode.TextEditor | undefined): Promise<void> {
    const uri = editor?.document.uri;
    if (uri !== undefined && mayBeContent(uri)) {
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

  /** Renders the page of a file; gives whether it has one. */
  private async render(uri: vscode.Uri): Promise<boolean> {
    const client = this.server.running;
    if (client === undefined) {
      // Rendered when the server is back; until then what is shown stays.
      this.file ??= uri;
      return false;
    }
    const other = this.file?.toString() !== uri.toString();
    try {
      const page = await client.sendRequest<Page>("sidestep/page", { uri: client.code2ProtocolConverter.asUri(uri), format: "html", preview: true });
      if (page.text !== undefined) {
        this.file = uri;
        this.page(`Page: ${page.name ?? ""}`, page.text, other);
        return true;
      }
      // A role without a page replaces the page shown; a vocabulary or the settings leave it.
      if (!other || this.file === undefined || (await this.roles.isRole(uri)) === true) {
        this.file = uri;
        const why = page.why ?? "there is no page";
        this.show("Page", notice(why.charAt(0).toUpperCase() + why.slice(1) + ".", nonce()), why);
      }
    } catch (error) {
      this.server.output.debug(`no page: ${String(error)}`);
    }
    return false;
  }

  /** Shows a page: what has changed of it where it is shown already, so that it neither flickers nor jumps. */
  private page(title: string, text: string, other: boolean): void {
    const content = main(text);
    if (this.panel === undefined || (this.shown === text && this.panel.title === title)) {
      return;
    }
    if (this.ready && !other && content !== undefined) {
      this.panel.title = title;
      this.shown = text;
      this.latest = content;
      this.tellAll();
    } else {
      this.show(title, framed(text, nonce()), text);
      this.latest = content;
    }
  }

  /** Shows a document; `key` tells whether it is another one than the one shown, which the nonce hides. */
  private show(title: string, html: string, key: string): void {
    if (this.panel !== undefined && (this.shown !== key || this.panel.title !== title)) {
      this.panel.title = title;
      this.ready = false;
      this.other = true;
      this.latest = undefined;
      this.panel.webview.html = html;
      this.shown = key;
    }
  }
}

/** Whether a file has the form of one that a workspace can hold; whether it does is for the server to say. */
function mayBeContent(uri: vscode.Uri): boolean {
  return uri.scheme === "file" && /\.(ya?ml|json|mdx?|markdown)$/i.test(uri.path);
}

function nonce(): string {
  return randomBytes(16).toString("base64");
}
