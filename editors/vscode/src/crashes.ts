/** What happens when the server has died: it is started again, until it dies too often. */
import * as vscode from "vscode";
import { CloseAction, ErrorAction, type CloseHandlerResult, type ErrorHandler, type ErrorHandlerResult } from "vscode-languageclient/node";

/** So many times within so many milliseconds it comes back by itself. */
const TIMES = 4;
const WITHIN = 180_000;

export class Crashes implements ErrorHandler {
  private readonly at: number[] = [];

  /** Told when it is enough. */
  constructor(private readonly enough: () => void) {}

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.at.push(now);
    if (this.at.filter((time) => now - time < WITHIN).length <= TIMES) {
      return { action: CloseAction.Restart };
    }
    this.enough();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

/** Says that the server is gone; the buttons run commands. */
export async function say(): Promise<void> {
  const restart = "Restart";
  const output = "Show Output";
  const choice = await vscode.window.showErrorMessage(`Sidestep's server has crashed ${String(TIMES + 1)} times and is not started again by itself.`, restart, output);
  if (choice !== undefined) {
    await vscode.commands.executeCommand(choice === restart ? "sidestep.restart" : "sidestep.showOutput");
  }
}
