import * as vscode from "vscode";
import * as changes from "./changes";
import * as check from "./check";
import * as create from "./create";
import * as explain from "./explain";
import { PageView } from "./page";
import * as references from "./references";
import { Roles } from "./roles";
import { Server } from "./server";
import { StatusBar } from "./status";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const started = new Server(context);
  server = started;
  const roles = new Roles(started);
  context.subscriptions.push(
    started,
    new StatusBar(started),
    roles,
    started.lists.register((uri) => roles.serves(uri)),
    new PageView(started, roles),
    changes.register(started),
    check.register(started),
    create.register(started),
    explain.register(started),
    references.register(started),
    vscode.commands.registerCommand("sidestep.restart", () => started.restart()),
    vscode.commands.registerCommand("sidestep.showOutput", () => {
      started.output.show();
    }),
    vscode.commands.registerCommand("sidestep.openSettings", () => vscode.commands.executeCommand("workbench.action.openSettings", "@ext:sidestep-tools.sidestep")),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("sidestep.trace")) {
        started.output.settingChanged();
      }
      if (event.affectsConfiguration("sidestep.server")) {
        void started.restart();
      } else if (event.affectsConfiguration("sidestep")) {
        void started.configurationChanged();
      }
    }),
    // A path that the workspace's settings name counts from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  void vscode.commands.executeCommand("setContext", "sidestep.active", true);
  await started.start();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
