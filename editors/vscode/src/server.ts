/** The server's life: found, started, restarted, stopped; one for the window. */
import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import { DidChangeWatchedFilesNotification, LanguageClient, RevealOutputChannelOn, State, vsdiag, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import * as crashes from "./crashes";
import { explained, leadToOwn } from "./explained";
import { Lists } from "./lists";
import { locate, type Found } from "./locate";
import { Output } from "./output";
import { Pulls } from "./pulls";
import { WatchedFiles } from "./watched";

interface Workspace {
  readonly folder: string;
  readonly loaded: boolean;
  readonly files: number;
  readonly waiting: number;
  readonly withFindings: number;
}

/** What the server says about itself: its answer to `sidestep/status`, and `sidestep/statusChanged`. */
export interface Status {
  readonly version: string;
  readonly searching: boolean;
  readonly workspaces: readonly Workspace[];
}

export type Phase = "starting" | "running" | "stopped" | "missing";

/** The client, without its notices of the server's end: ours have a button. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown, notice?: boolean | "force"): void {
    super.error(message, data, notice === "force" ? false : notice);
  }
}

export class Server implements vscode.Disposable {
  readonly output = new Output();
  readonly lists = new Lists();
  private readonly changed = new vscode.EventEmitter<Phase>();
  /** The server has started, stopped or died. */
  readonly onDidChange = this.changed.event;
  private readonly heard = new vscode.EventEmitter<Status>();
  /** The server has said something new about itself. */
  readonly onDidChangeStatus = this.heard.event;
  private client: LanguageClient | undefined;
  private now: Phase = "stopped";
  /** Starting and stopping, one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {}

  get phase(): Phase {
    return this.now;
  }

  /** The client while the server answers. */
  get running(): LanguageClient | undefined {
    return this.now === "running" ? this.client : undefined;
  }

  start(): Promise<void> {
    return this.next(() => this.launch());
  }

  restart(): Promise<void> {
    return this.next(async () => {
      await this.halt();
      await this.launch();
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.halt());
  }

  dispose(): void {
    this.output.dispose();
    this.changed.dispose();
    this.heard.dispose();
  }

  /** The path of the server; where there is none, tells the author what to do and gives undefined. */
  command(): string | undefined {
    const found = this.find();
    if (found.kind === "found") {
      return found.command;
    }
    void this.complain(
      found.kind === "bad-setting"
        ? `Sidestep cannot run "${found.tried}", which the setting sidestep.server.path names.`
        : "Sidestep's server was not found. Install it with “cargo install --path .” in Sidestep's repository so that “sidestep” is on PATH, or name its path in the setting sidestep.server.path.",
    );
    return undefined;
  }

  /** Where the server is. */
  find(): Found {
    return locate({
      setting: text("server.path"),
      folder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      extension: this.context.extensionPath,
      home: homedir(),
      path: process.env["PATH"] ?? process.env["Path"] ?? "",
      windows: process.platform === "win32",
      runs,
    });
  }

  /** Lets the server ask for its settings again. */
  async configurationChanged(): Promise<void> {
    await this.running?.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private say(phase: Phase): void {
    this.now = phase;
    void vscode.commands.executeCommand("setContext", "sidestep.running", phase === "running");
    this.changed.fire(phase);
  }

  private async launch(): Promise<void> {
    if (this.client !== undefined) {
      return;
    }
    const command = this.command();
    if (command === undefined) {
      this.say("missing");
      return;
    }
    const level = text("server.log");
    this.output.info(`starting ${command}`);
    // Without a transport the client speaks over standard input and output and adds no argument of its own.
    const server: ServerOptions = { command, args: ["lsp", "--log", LEVELS.includes(level) ? level : "warn"] };
    const pulls = new Pulls();
    const options: LanguageClientOptions = {
      // By name, whatever language another extension gives the file.
      documentSelector: [{ scheme: "file", pattern: "**/*.{yaml,yml,json,md,mdx,markdown}" }],
      initializationOptions: {
        ...vscode.workspace.getConfiguration().get<object>("sidestep"),
        commands: { suggest: "sidestep.suggest", retire: "sidestep.retire" },
        notifications: { status: true },
        // With "acceptSuggestionOnEnter: smart", which the extension sets, Enter breaks the line where an item would change nothing.
        completion: { keepsLists: true },
      },
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      stdioOptions: {
        stdout: () => {
          // The protocol's.
        },
        stderr: (input) => {
          createInterface({ input }).on("line", (line) => {
            // What the server says by its log comes over the protocol too.
            if (!line.startsWith("sidestep: ")) {
              this.output.error(line);
            }
          });
        },
      },
      middleware: {
        provideCompletionItem: (document, position, context, token, next) => this.lists.answer(document, position, context, token, next),
        provideDiagnostics: (document, previous, token, next) => pulls.ofDocument(document, Promise.resolve(next(document, previous, token)).then(led)),
        provideWorkspaceDiagnostics: (known, token, report, next) => pulls.ofOthers(known, token, (asked, stop) => Promise.resolve(next(asked, stop, (part) => {
          part?.items.forEach(led);
          report(part);
        }))),
        workspace: { didChangeWatchedFile: (event) => files.changed(event) },
      },
      errorHandler: new crashes.Crashes(() => this.now === "running"),
      // Without it the client says in its own words that a server has died while it started.
      initializationFailedHandler: () => false,
      // What a finding's code leads to is shown in the editor, by the server that is here.
      uriConverters: { code2Protocol: (uri) => uri.toString(), protocol2Code: (uri) => vscode.Uri.parse(explained(uri) ?? uri) },
    };
    const client = new Client("sidestep", "Sidestep", server, options);
    const files = new WatchedFiles((changes) => client.sendNotification(DidChangeWatchedFilesNotification.type, { changes }));
    client.onDidChangeState((event) => {
      if (this.client === client) {
        this.say(PHASES[event.newState]);
      }
    });
    client.onNotification("sidestep/statusChanged", (status: Status) => {
      if (this.client === client) {
        this.heard.fire(status);
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.output.error(`the server did not start: ${String(error)}`);
      if (this.client === client) {
        this.client = undefined;
        this.say("stopped");
        void crashes.say(crashes.ENDED_EARLY);
      }
    }
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.dispose(2000);
    } catch (error) {
      // A server that died cannot say goodbye.
      this.output.debug(`stopping: ${String(error)}`);
    }
    this.say("stopped");
  }

  private async complain(message: string): Promise<void> {
    const settings = "Open Settings";
    const output = "Show Output";
    const choice = await vscode.window.showErrorMessage(message, settings, output);
    if (choice === settings) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "sidestep.server.path");
    } else if (choice === output) {
      this.output.show();
    }
  }
}

/** An answer with each finding's code leading to its own explanation. */
function led<T extends vsdiag.DocumentDiagnosticReport | null | undefined>(report: T): T {
  if (report?.kind === vsdiag.DocumentDiagnosticReportKind.full) {
    leadToOwn(report.items, (uri) => vscode.Uri.parse(uri));
  }
  return report;
}

const LEVELS = ["error", "warn", "info", "debug"];

/** A setting that is a text; settings files hold whatever was typed into them. */
function text(name: string): string {
  const value = vscode.workspace.getConfiguration("sidestep").get<unknown>(name);
  return typeof value === "string" ? value : "";
}

const PHASES: Readonly<Record<State, Phase>> = {
  [State.Stopped]: "stopped",
  [State.Starting]: "starting",
  [State.Running]: "running",
  [State.StartFailed]: "stopped",
};

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
