/** What documents are, as the server says. */
import type * as vscode from "vscode";

/** The server's answer to `sidestep/fileKind`; null for what is no file of a workspace. */
export type Kind = "role" | "vocabulary" | "settings" | "collection" | null;

/** The paths of the files of some kinds, each as the system and as an address has it, sorted. */
export function pathsOf(files: readonly { uri: vscode.Uri; kind: Kind }[], kinds: readonly Kind[]): string[] {
  return [...new Set(files.flatMap(({ uri, kind }) => (kinds.includes(kind) ? [uri.fsPath, uri.path] : [])))].sort();
}
