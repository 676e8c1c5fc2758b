/** Writing files: a new role, a first workspace. Never over an existing file. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { roleText, slug } from "./names";
import { ask } from "./status";
import type { Server } from "./server";

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("sidestep.newRole", (name?: unknown) => newRole(server, name)),
    vscode.commands.registerCommand("sidestep.init", () => init(server)),
  );
}

async function newRole(server: Server, given: unknown): Promise<void> {
  const folder = await workspaceFolder(server);
  if (folder === undefined) {
    void vscode.window.showInformationMessage("Open a folder to create a role in it.");
    return;
  }
  const name = typeof given === "string" ? given.trim() : (await askName())?.trim();
  const stem = name === undefined ? undefined : slug(name);
  if (name === undefined || stem === undefined) {
    return;
  }
  const file = path.join(folder, "content", "roles", `${stem}.yaml`);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, roleText(name), { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      void vscode.window.showWarningMessage(`There is a file ${path.basename(file)} already; nothing was changed.`);
    } else {
      void vscode.window.showErrorMessage(`The role could not be written: ${String(error)}`);
      return;
    }
  }
  const document = await vscode.workspace.openTextDocument(file);
  // The cursor waits where a new role's summary is to be written.
  const at = document.getText().search(/^summary: $/m);
  const end = document.positionAt(at < 0 ? 0 : at + "summary: ".length);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: "New Role",
    prompt: "The name that pages show",
    placeHolder: "Security Engineer",
    validateInput: (name) => {
      if (name.trim() === "") {
        return "Type the role's name";
      }
      return slug(name) === undefined ? "The name of the file comes from the letters a to z and digits of the role's name; there are none" : undefined;
    },
  });
}

/** The innermost Sidestep workspace around the active file, else the only or first one, else the opened folder. */
async function workspaceFolder(server: Server): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document.uri.fsPath;
  const known = (await ask(server))?.workspaces.map(({ folder }) => vscode.Uri.parse(folder).fsPath) ?? [];
  const around = known.filter((folder) => active?.startsWith(folder + path.sep) === true);
  around.sort((a, b) => b.length - a.length);
  return around[0] ?? known[0] ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

async function init(server: Server): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const command = server.command();
  if (folder === undefined) {
    void vscode.window.showInformationMessage("Open the folder that your role files are to be in.");
    return;
  }
  if (command === undefined) {
    return;
  }
  try {
    await promisify(execFile)(command, ["init", folder]);
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, "sidestep.yaml")));
    await server.start();
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    void vscode.window.showErrorMessage(`Sidestep could not set up this folder: ${said}`);
  }
}
