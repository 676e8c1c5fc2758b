/** What is said in the output: all that the server and the client say, at the level that Sidestep's own settings choose. */
import * as vscode from "vscode";

/**
 * The client asks for a log channel, which the editor's own level would silence by default; this one writes to a plain
 * channel, and its level follows the setting `sidestep.trace.server`.
 */
export class Output implements vscode.LogOutputChannel {
  readonly name = "Sidestep";
  private readonly channel = vscode.window.createOutputChannel(this.name);
  private readonly changed = new vscode.EventEmitter<vscode.LogLevel>();
  readonly onDidChangeLogLevel = this.changed.event;

  get logLevel(): vscode.LogLevel {
    const traced = vscode.workspace.getConfiguration("sidestep").get<unknown>("trace.server");
    return traced === "messages" || traced === "verbose" ? vscode.LogLevel.Trace : vscode.LogLevel.Debug;
  }

  /** The setting has changed. */
  settingChanged(): void {
    this.changed.fire(this.logLevel);
  }

  trace(message: string): void {
    this.line("trace", message);
  }

  debug(message: string): void {
    this.line("debug", message);
  }

  info(message: string): void {
    this.line("info", message);
  }

  warn(message: string): void {
    this.line("warn", message);
  }

  error(message: string | Error): void {
    this.line("error", typeof message === "string" ? message : (message.stack ?? message.message));
  }

  append(text: string): void {
    this.channel.append(text);
  }

  appendLine(text: string): void {
    this.channel.appendLine(text);
  }

  replace(text: string): void {
    this.channel.replace(text);
  }

  clear(): void {
    this.channel.clear();
  }

  show(...column: unknown[]): void {
    this.channel.show(column.at(-1) === true);
  }

  hide(): void {
    this.channel.hide();
  }

  dispose(): void {
    this.channel.dispose();
    this.changed.dispose();
  }

  private line(level: string, message: string): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.channel.appendLine(`${time} ${level.padEnd(5)} ${message}`);
  }
}
