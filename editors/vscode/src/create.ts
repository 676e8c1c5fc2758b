/** Writing files: a new role, a first workspace. Never over an existing file. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { LanguageClient, Range } from "vscode-languageclient/node";
import { blanks } from "./blanks";
import { leftAsIs } from "./kept";
import type { Server } from "./server";

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("sidestep.newRole", (name?: unknown) => newRole(server, name)),
    vscode.commands.registerCommand("sidestep.init", () => init(server)),
  );
}

/** The server's answer to `sidestep/newRole` and `sidestep/duplicate`: a file to write, or why there is none. */
export interface Plan {
  /** The file; with `why` one that is there already. */
  readonly uri?: string;
  readonly text?: string;
  /** What the author writes first. */
  readonly selection?: Range;
  readonly why?: string;
  /** What the author should know before the file is written, a name that is nearly the same perhaps. */
  readonly warning?: string;
}

async function newRole(server: Server, given: unknown): Promise<void> {
  // From the explorer's menu comes a folder.
  const near = (given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri)?.toString();
  if (near === undefined && vscode.workspace.workspaceFolders === undefined) {
    void vscode.window.showInformationMessage("Open a folder to create a role in it.");
    return;
  }
  const client = server.running;
  if (client === undefined) {
    void vscode.window.showInformationMessage("A new role needs Sidestep's server, which is not running.");
    return;
  }
  const plan = (name: string): Promise<Plan> => client.sendRequest("sidestep/newRole", { name, near });
  const name = typeof given === "string" ? given : await askName("New Role", plan);
  if (name !== undefined) {
    await write(client, await plan(name), true);
  }
}

/** Writes the file of a plan and shows it, or the one that is there; `draft`: Tab goes from blank to blank of it. */
export async function write(client: LanguageClient, { uri, text, selection, why }: Plan, draft: boolean): Promise<void> {
  if (why !== undefined) {
    void vscode.window.showWarningMessage(`Nothing was changed: ${why}.`);
  }
  if (uri === undefined) {
    return;
  }
  const file = vscode.Uri.parse(uri);
  if (text !== undefined) {
    try {
      await mkdir(path.dirname(file.fsPath), { recursive: true });
      await writeFile(file.fsPath, text, { flag: "wx" });
    } catch (error) {
      void vscode.window.showErrorMessage(`The role could not be written: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
  const at = selection && client.protocol2CodeConverter.asRange(selection);
  const editor = await vscode.window.showTextDocument(file, { preview: false, ...(at === undefined ? {} : { selection: at }) });
  if (draft && text !== undefined && editor.document.getText() === text) {
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.insertSnippet(new vscode.SnippetString(blanks(text)), whole);
    // The text is the one that was written.
    await editor.document.save();
  }
}

/** Asks for the name of a new role, and says at once what is wrong with it. */
export function askName(title: string, plan: (name: string) => Promise<Plan>): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: "The name that pages show",
    placeHolder: "Security Engineer",
    validateInput: async (name) => {
      if (name.trim() === "") {
        return "Type the role's name";
      }
      const { why, uri, warning } = await plan(name);
      if (why === undefined && warning !== undefined) {
        return { message: `${warning}; Enter writes it all the same`, severity: vscode.InputBoxValidationSeverity.Warning };
      }
      // A role that is there already can be opened.
      const severity = uri === undefined ? vscode.InputBoxValidationSeverity.Error : vscode.InputBoxValidationSeverity.Warning;
      return why === undefined ? undefined : { message: uri === undefined ? why : `${why}; Enter opens it`, severity };
    },
  });
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
  const yes = "With Editor Settings";
  const no = "Without";
  const detail = "Word wrap in YAML, safe fixes on saving, and this extension as a recommendation, in .vscode. What is there already stays.";
  const choice = await vscode.window.showInformationMessage("Set up this folder?", { modal: true, detail }, yes, no);
  if (choice === undefined) {
    return;
  }
  try {
    const { stdout } = await promisify(execFile)(command, ["init", "--format", "json", ...(choice === yes ? ["--vscode"] : []), folder]);
    const kept = leftAsIs(stdout, folder);
    if (kept !== undefined) {
      void vscode.window.showInformationMessage(kept);
    }
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, "sidestep.yaml")));
    await server.start();
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    void vscode.window.showErrorMessage(`Sidestep could not set up this folder: ${said}`);
  }
}
