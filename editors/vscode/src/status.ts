/** The status bar item: findings, files still to be read, the server's version. */
import * as vscode from "vscode";
import { count, type Counts } from "./findings";
import type { Server, Status } from "./server";

const COMMANDS = ["sidestep.showOutput", "sidestep.restart", "sidestep.check", "workbench.actions.view.problems"];

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("sidestep.status", vscode.StatusBarAlignment.Left);
  private readonly listeners: vscode.Disposable;
  /** What the server has said since it started. */
  private status: Status | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.item.name = "Sidestep";
    this.listeners = vscode.Disposable.from(
      server.onDidChange(() => {
        this.status = undefined;
        this.show();
        void this.ask();
      }),
      server.onDidChangeStatus((status) => {
        this.status = status;
        this.show();
      }),
      vscode.languages.onDidChangeDiagnostics(() => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
          this.show();
        }, 200);
      }),
    );
    this.show();
    this.item.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.item.dispose();
    this.listeners.dispose();
  }

  /** The state that a new server starts with; it tells about changes itself. */
  private async ask(): Promise<void> {
    try {
      const status = await this.server.running?.sendRequest<Status>("sidestep/status");
      this.status = status;
      this.show();
    } catch {
      // It has stopped again.
    }
  }

  private show(): void {
    const { status } = this;
    const phase = this.server.phase;
    if (phase === "missing" || phase === "stopped") {
      this.item.text = "$(circle-slash) Sidestep";
      this.item.tooltip = phase === "missing" ? "Sidestep's server was not found" : "Sidestep's server is not running";
      this.item.backgroundColor = new vscode.ThemeColor("statusBarItem.errorBackground");
      this.item.command = phase === "missing" ? "sidestep.openSettings" : "sidestep.restart";
      return;
    }
    this.item.backgroundColor = undefined;
    if (status === undefined) {
      this.item.text = "$(sync~spin) Sidestep";
      this.item.tooltip = "Sidestep's server is starting";
      this.item.command = "sidestep.showOutput";
      return;
    }
    const busy = status.searching || status.workspaces.some((workspace) => !workspace.loaded || workspace.waiting > 0);
    const found = count();
    this.item.text = busy ? reading(status) : summary(found);
    this.item.tooltip = details(status, found);
    this.item.command = "workbench.actions.view.problems";
  }
}

function reading(status: Status): string {
  const waiting = status.workspaces.reduce((sum, workspace) => sum + workspace.waiting, 0);
  return waiting > 0 ? `$(sync~spin) Sidestep: ${String(waiting)} to check` : "$(sync~spin) Sidestep: reading";
}

function summary({ errors, warnings, others }: Counts): string {
  const total = errors + warnings + others;
  if (total === 0) {
    return "$(check) Sidestep";
  }
  return `${errors > 0 ? "$(error)" : warnings > 0 ? "$(warning)" : "$(info)"} Sidestep: ${plural(total, "finding")}`;
}

function details(status: Status, { errors, warnings, others }: Counts): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  text.isTrusted = { enabledCommands: COMMANDS };
  text.appendMarkdown(`**Sidestep** ${status.version}\n\n`);
  text.appendMarkdown(`${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(others, "info")}\n\n`);
  if (status.workspaces.length === 0) {
    text.appendText("There is no role file here yet.");
  }
  for (const workspace of status.workspaces) {
    const folder = vscode.workspace.asRelativePath(vscode.Uri.parse(workspace.folder), true);
    text.appendText(`${folder}: ${plural(workspace.files, "file")}, ${String(workspace.withFindings)} with findings`);
    text.appendMarkdown("\n\n");
  }
  text.appendMarkdown(
    "[Problems](command:workbench.actions.view.problems) · [Check](command:sidestep.check) · [Output](command:sidestep.showOutput) · [Restart](command:sidestep.restart)",
  );
  return text;
}

function plural(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
}
