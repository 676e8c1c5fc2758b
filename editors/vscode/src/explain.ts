/** What a finding means: the text of `sidestep explain CODE` as a read-only document. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { SCHEME } from "./explained";
import { codeOf } from "./findings";
import type { Server } from "./server";

const run = promisify(execFile);

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => text(server, uri.path.slice(1).replace(/\.md$/, "")),
    }),
    vscode.commands.registerCommand("sidestep.explain", async (code?: unknown) => {
      const wanted = typeof code === "string" ? code : await choose(server);
      if (wanted !== undefined) {
        await show(wanted);
      }
    }),
    vscode.languages.registerCodeActionsProvider(
      { scheme: "file", pattern: "**/*.{yaml,yml,json,md,mdx,markdown}" },
      { provideCodeActions: (_document, _range, context) => actions(context) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** As the page that the text makes, which a finding's code leads to as well: `workbench.editorAssociations` in the manifest. */
async function show(code: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${code}.md` });
  try {
    await vscode.commands.executeCommand("vscode.openWith", uri, "vscode.markdown.preview.editor", { preview: true });
  } catch {
    // The editor's own Markdown extension is off: the text reads well without it.
    await vscode.window.showTextDocument(uri, { preview: true });
  }
}

async function text(server: Server, code: string): Promise<string> {
  const command = server.command();
  if (command === undefined) {
    return "Sidestep's server was not found.\n";
  }
  try {
    const { stdout } = await run(command, ["explain", "--color", "never", code]);
    return `# ${stdout}`;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    return `# ${code}\n\n${said}\n`;
  }
}

/** One action for each kind of finding at the place, after the fixes. */
function actions(context: vscode.CodeActionContext): vscode.CodeAction[] {
  const codes = new Set(context.diagnostics.flatMap((diagnostic) => codeOf(diagnostic) ?? []));
  return Array.from(codes, (code) => {
    const action = new vscode.CodeAction(`Explain ${code}`, vscode.CodeActionKind.QuickFix);
    action.command = { title: action.title, command: "sidestep.explain", arguments: [code] };
    action.diagnostics = context.diagnostics.filter((diagnostic) => codeOf(diagnostic) === code);
    return action;
  });
}

/** The finding at the cursor if there is one, else one from the list of all. */
async function choose(server: Server): Promise<string | undefined> {
  const here = atCursor();
  if (here.length === 1) {
    return here[0];
  }
  if (here.length > 1) {
    return vscode.window.showQuickPick(here, { placeHolder: "Which finding?" });
  }
  const command = server.command();
  if (command === undefined) {
    return undefined;
  }
  const { stdout } = await run(command, ["explain", "--color", "never"]);
  const items = stdout.split("\n").flatMap((line) => {
    const [, label, description, detail] = /^(\S+)\s+(\S+)\s+(\S.*)$/.exec(line) ?? [];
    return label !== undefined && description !== undefined && detail !== undefined ? [{ label, description, detail }] : [];
  });
  const picked = await vscode.window.showQuickPick(items, { placeHolder: "Which finding?", matchOnDetail: true });
  return picked?.label;
}

function atCursor(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return [];
  }
  const there = vscode.languages.getDiagnostics(editor.document.uri);
  const codes = there.filter((d) => d.range.intersection(editor.selection) !== undefined).flatMap((d) => codeOf(d) ?? []);
  return [...new Set(codes)];
}
