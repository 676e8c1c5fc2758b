/** Sidestep's findings among the editor's diagnostics. */
import * as vscode from "vscode";

/** A diagnostic's code, if the finding is Sidestep's. */
export function codeOf(diagnostic: vscode.Diagnostic): string | undefined {
  const code = typeof diagnostic.code === "object" ? diagnostic.code.value : diagnostic.code;
  return diagnostic.source === "sidestep" && code !== undefined ? String(code) : undefined;
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

/** How many findings there are, open files or not; hints aside, which only open files have. */
export function count(): Counts {
  let errors = 0;
  let warnings = 0;
  let others = 0;
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    for (const diagnostic of diagnostics) {
      if (codeOf(diagnostic) === undefined) {
        continue;
      }
      if (diagnostic.severity === vscode.DiagnosticSeverity.Error) {
        errors += 1;
      } else if (diagnostic.severity === vscode.DiagnosticSeverity.Warning) {
        warnings += 1;
      } else if (diagnostic.severity === vscode.DiagnosticSeverity.Information) {
        others += 1;
      }
    }
  }
  return { errors, warnings, others };
}
