/** Changes of a whole role or term, from the palette and from the light bulb: retire, merge, delete, duplicate. */
import * as vscode from "vscode";
import type { LanguageClient, Location, Position, Range, WorkspaceEdit } from "vscode-languageclient/node";
import { askName, write, type Plan } from "./create";
import type { Server } from "./server";

type Purpose = "retire" | "merge" | "delete" | "duplicate";

/** Which thing is meant: the one of this name, else the one at the place, else the role of the file. */
interface Which {
  readonly textDocument?: { readonly uri: string };
  readonly position?: Position;
  readonly kind?: string;
  readonly name?: string;
}

/** The server's answer to `sidestep/choices`. */
interface Choices {
  readonly kind?: string;
  readonly name?: string;
  readonly choices: readonly { readonly name: string; readonly detail?: string; readonly likely: boolean }[];
  readonly uses: number;
  readonly pages: number;
  readonly why?: string;
}

/** Its answer to `sidestep/retire`, `merge` and `delete`. */
interface Answer {
  readonly edit?: WorkspaceEdit;
  readonly left: readonly { readonly uri: string; readonly range: Range; readonly reason: string }[];
  /** What would be lost: the change is made if it is asked for with `force`. */
  readonly lost?: readonly { readonly key: string; readonly value: string }[];
  readonly title?: string;
  readonly why?: string;
}

/** What a change is begun with. */
interface Begun {
  readonly client: LanguageClient;
  readonly which: Which;
  readonly name: string;
  readonly choices: Choices;
}

export function register(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand("sidestep.retire", (given?: unknown) => retire(server, given)),
    vscode.commands.registerCommand("sidestep.merge", (given?: unknown) => merge(server, given)),
    vscode.commands.registerCommand("sidestep.delete", (given?: unknown) => remove(server, given)),
    vscode.commands.registerCommand("sidestep.duplicate", (given?: unknown) => duplicate(server, given)),
  );
}

async function retire(server: Server, given: unknown): Promise<void> {
  const begun = await begin(server, "retire", given);
  const by = begun && (await choose(begun, `Retire "${begun.name}"`, "Which role takes over?", ["its alternatives", "other roles"]));
  if (begun !== undefined && by !== undefined) {
    await change(begun, "sidestep/retire", { by });
  }
}

async function merge(server: Server, given: unknown): Promise<void> {
  const begun = await begin(server, "merge", given);
  const into = begun && (await choose(begun, `Merge "${begun.name}"`, `"${begun.name}" becomes an alias of…`, ["looks alike", `other ${begun.choices.kind ?? "term"}s`]));
  if (begun !== undefined && into !== undefined) {
    await change(begun, "sidestep/merge", { into });
  }
}

async function remove(server: Server, given: unknown): Promise<void> {
  const begun = await begin(server, "delete", given);
  if (begun === undefined) {
    return;
  }
  const { uses, pages } = begun.choices;
  const detail =
    uses === 0 ? "Nothing refers to it." : `${count(uses, "place")} in ${count(pages, "other file")} ${uses === 1 ? "names" : "name"} it. Entries, rows and options of it are deleted too.`;
  const yes = "Delete";
  if ((await vscode.window.showWarningMessage(`Delete "${begun.name}" and its file?`, { modal: true, detail }, yes)) === yes) {
    await change(begun, "sidestep/delete", {});
  }
}

async function duplicate(server: Server, given: unknown): Promise<void> {
  const begun = await begin(server, "duplicate", given);
  if (begun === undefined) {
    return;
  }
  const { client, which, name } = begun;
  const plan = (as: string): Promise<Plan> => client.sendRequest("sidestep/duplicate", { ...which, as });
  const as = await askName(`Duplicate "${name}"`, plan);
  if (as !== undefined) {
    await write(client, await plan(as), false);
  }
}

/** Asks the server what is meant, and says why where nothing can be done. */
async function begin(server: Server, purpose: Purpose, given: unknown): Promise<Begun | undefined> {
  const client = server.running;
  if (client === undefined) {
    void vscode.window.showInformationMessage("This needs Sidestep's server, which is not running.");
    return undefined;
  }
  const asked = meant(client, given);
  const choices = await client.sendRequest<Choices>("sidestep/choices", { ...asked, for: purpose });
  const { name, kind, why } = choices;
  if (why !== undefined || name === undefined) {
    void vscode.window.showWarningMessage(`Nothing was changed: ${why ?? "there is no name here"}.`);
    return undefined;
  }
  // By its name from now on: the author may go elsewhere while a list is open.
  const which = { ...(asked.textDocument && { textDocument: asked.textDocument }), ...(kind === undefined ? {} : { kind }), name };
  return { client, which, name, choices };
}

/** A place comes from the light bulb, an address from a menu, a name from a key binding. */
function meant(client: LanguageClient, given: unknown): Which {
  if (isPlace(given)) {
    return { textDocument: { uri: given.uri }, position: given.position };
  }
  const convert = client.code2ProtocolConverter;
  if (given instanceof vscode.Uri) {
    return { textDocument: { uri: convert.asUri(given) } };
  }
  const editor = vscode.window.activeTextEditor;
  const textDocument = editor?.document.uri.scheme === "file" ? { textDocument: { uri: convert.asUri(editor.document.uri) } } : {};
  if (typeof given === "string") {
    return { ...textDocument, name: given };
  }
  return { ...textDocument, ...(editor && { position: convert.asPosition(editor.selection.active) }) };
}

function isPlace(given: unknown): given is { uri: string; position: Position } {
  return typeof given === "object" && given !== null && "uri" in given && "position" in given && typeof given.uri === "string";
}

async function choose({ choices }: Begun, title: string, placeHolder: string, [near, far]: [string, string]): Promise<string | undefined> {
  const items = (likely: boolean): vscode.QuickPickItem[] => choices.choices.filter((one) => one.likely === likely).map(({ name, detail }) => ({ label: name, description: detail ?? "" }));
  const line = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const [first, rest] = [items(true), items(false)];
  const list = [...(first.length > 0 ? [line(near), ...first] : []), ...(rest.length > 0 ? [line(far), ...rest] : [])];
  if (list.length === 0) {
    void vscode.window.showWarningMessage(`Nothing was changed: there is nothing else that "${choices.name ?? ""}" could give way to.`);
    return undefined;
  }
  return (await vscode.window.showQuickPick(list, { title, placeHolder, matchOnDescription: true }))?.label;
}

/** Makes a change; the editor asks about words that an author would lose by it. */
async function change({ client, which }: Begun, request: string, more: object): Promise<void> {
  const send = (force: object): Promise<Answer> => client.sendRequest<Answer>(request, { ...which, ...more, ...force });
  let answer = await send({});
  if (answer.lost !== undefined) {
    if (!(await agrees(answer, which))) {
      return;
    }
    answer = await send({ force: true });
  }
  const { edit, left, why } = answer;
  if (edit === undefined) {
    void vscode.window.showWarningMessage(`Nothing was changed: ${why ?? "there is nothing to change"}.`);
    return;
  }
  const converted = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  if (!(await vscode.workspace.applyEdit(converted, { isRefactoring: true })) || left.length === 0) {
    return;
  }
  const show = "Show";
  const reasons = [...new Set(left.map(({ reason }) => reason))].join("; ");
  if ((await vscode.window.showInformationMessage(`${count(left.length, "place")} left for you to look at: ${reasons}.`, show)) === show) {
    await list(client, left);
  }
}

/** Whether words may be lost. */
async function agrees({ title, lost, why }: Answer, { name }: Which): Promise<boolean> {
  const yes = "Merge";
  const lines = lost?.map(({ key, value }) => `${key}: ${value}`).join("\n") ?? "";
  const detail = `${why ?? ""}. What "${name ?? ""}" says there goes:\n\n${lines}`;
  return (await vscode.window.showWarningMessage(`${title ?? "Merge"}?`, { modal: true, detail }, yes)) === yes;
}

/** Lists places for the author beside the text of the first. */
async function list(client: LanguageClient, left: readonly Location[]): Promise<void> {
  const places = left.map((place) => client.protocol2CodeConverter.asLocation(place));
  const [first] = places;
  if (first !== undefined) {
    await vscode.window.showTextDocument(first.uri, { selection: first.range });
    await vscode.commands.executeCommand("editor.action.showReferences", first.uri, first.range.start, places);
  }
}

function count(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
}
