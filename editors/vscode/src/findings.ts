/** Sidestep's findings among the editor's diagnostics. */
import * as vscode from "vscode";

/** A diagnostic's code, if the finding is Sidestep's. */
export function codeOf(diagnostic: Pick<vscode.Diagnostic, "code" | "source">): string | undefined {
  const code = typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code;
  return diagnostic.source === "sidestep" && code !== undefined ? String(code) : undefined;
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

/** How many findings there are, open files or not; hints aside, which only open files have. What a task has found too counts once. */
export function count(): Counts {
  const counts = new Map<vscode.DiagnosticSeverity, number>();
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    const seen = new Set<string>();
    for (const { range, severity, ...diagnostic } of diagnostics) {
      const code = codeOf(diagnostic);
      const place = `${String(range.start.line)}:${String(range.start.character)} ${code ?? ""}`;
      if (code !== undefined && !seen.has(place)) {
        seen.add(place);
        counts.set(severity, (counts.get(severity) ?? 0) + 1);
      }
    }
  }
  const of = (severity: vscode.DiagnosticSeverity): number => counts.get(severity) ?? 0;
  return { errors: of(vscode.DiagnosticSeverity.Error), warnings: of(vscode.DiagnosticSeverity.Warning), others: of(vscode.DiagnosticSeverity.Information) };
}
