/** What happens when the server has died: it is started again, until it dies too often, or before it runs. */
import * as vscode from "vscode";
import { CloseAction, ErrorAction, type CloseHandlerResult, type ErrorHandler, type ErrorHandlerResult } from "vscode-languageclient/node";

/** So many times within so many milliseconds it comes back by itself. */
const TIMES = 4;
const WITHIN = 180_000;

export class Crashes implements ErrorHandler {
  private readonly at: number[] = [];

  /** `runs` tells whether the server answered before it died. */
  constructor(private readonly runs: () => boolean) {}

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return { action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown };
  }

  closed(): CloseHandlerResult {
    if (!this.runs()) {
      void say(ENDED_EARLY);
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    const now = Date.now();
    this.at.push(now);
    if (this.at.filter((time) => now - time < WITHIN).length <= TIMES) {
      return { action: CloseAction.Restart };
    }
    void say(`Sidestep's server has crashed ${String(TIMES + 1)} times and is not started again by itself.`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

/** What is said of a server that never answered. */
export const ENDED_EARLY = "Sidestep's server ended while it started.";

let isSaid = false;

/** Says that the server is gone, unless that is still being said; the buttons run commands. */
export async function say(message: string): Promise<void> {
  if (isSaid) {
    return;
  }
  isSaid = true;
  const restart = "Restart";
  const output = "Show Output";
  try {
    const choice = await vscode.window.showErrorMessage(message, restart, output);
    if (choice !== undefined) {
      await vscode.commands.executeCommand(choice === restart ? "sidestep.restart" : "sidestep.showOutput");
    }
  } finally {
    isSaid = false;
  }
}
