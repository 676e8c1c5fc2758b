/** The task `sidestep check`, whose findings the problem matcher reads. */
import * as vscode from "vscode";
import type { Server } from "./server";

interface Definition extends vscode.TaskDefinition {
  /** What to report on; without it everything. */
  readonly paths?: readonly string[];
  /** The least severity that fails the task, if not error. */
  readonly deny?: "warning" | "info";
}

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.tasks.registerTaskProvider("sidestep", {
      provideTasks: () => {
        const folders = vscode.workspace.workspaceFolders ?? [];
        return folders.flatMap((folder) => task(server, { type: "sidestep" }, folder) ?? []);
      },
      resolveTask: ({ definition, scope }) => {
        const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
        return folder && task(server, definition, folder);
      },
    }),
    vscode.commands.registerCommand("sidestep.check", () => check(server)),
  );
}

function task(server: Server, definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task | undefined {
  const found = server.find();
  if (found.kind !== "found") {
    return undefined;
  }
  const deny = definition.deny === undefined ? [] : ["--deny", definition.deny];
  const args = ["check", "--format", "concise", "--color", "never", ...deny, ...(definition.paths ?? [])];
  const execution = new vscode.ProcessExecution(found.command, args, { cwd: folder.uri.fsPath });
  const made = new vscode.Task(definition, folder, "check", "sidestep", execution, "$sidestep");
  made.detail = "Checks all role files and vocabularies";
  made.group = vscode.TaskGroup.Test;
  made.presentationOptions = { reveal: vscode.TaskRevealKind.Silent, clear: true, showReuseMessage: false };
  return made;
}

/** Runs the task in the folder of the active file, and shows what came of it. */
async function check(server: Server): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder = (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    void vscode.window.showInformationMessage("Open a folder with role files to check them.");
    return;
  }
  const made = server.command() === undefined ? undefined : task(server, { type: "sidestep" }, folder);
  if (made === undefined) {
    return;
  }
  // The Problems panel shows what comes of it; the editor's words for an exit status of 1 would only alarm.
  made.presentationOptions = { ...made.presentationOptions, reveal: vscode.TaskRevealKind.Never };
  const execution = await vscode.tasks.executeTask(made);
  const listener = vscode.tasks.onDidEndTaskProcess((event) => {
    if (event.execution !== execution) {
      return;
    }
    listener.dispose();
    if (event.exitCode === 0) {
      vscode.window.setStatusBarMessage("$(check) Sidestep: no errors", 5000);
    } else if (event.exitCode === 1) {
      // The command of the view's own key would close it where it is looked at.
      void vscode.commands.executeCommand("workbench.panel.markers.view.focus");
    } else {
      void vscode.window.showErrorMessage("Sidestep could not check this folder. The task's terminal says why.");
    }
  });
}
