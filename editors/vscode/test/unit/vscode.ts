// As much of the editor's API as the unit tests need.
export const written: string[] = [];
export const settings: Record<string, unknown> = {};

export enum LogLevel {
  Off = 0,
  Trace = 1,
  Debug = 2,
}

export enum DiagnosticSeverity {
  Error = 0,
  Warning = 1,
  Information = 2,
  Hint = 3,
}

export class EventEmitter<T> {
  private readonly listeners: ((value: T) => void)[] = [];
  readonly event = (listener: (value: T) => void): void => {
    this.listeners.push(listener);
  };
  fire(value: T): void {
    for (const listener of this.listeners) {
      listener(value);
    }
  }
}

export const window = {
  createOutputChannel: (): unknown => ({
    appendLine: (line: string) => written.push(line),
    append: (text: string) => written.push(text),
    show: (preserveFocus: boolean) => written.push(`shown ${String(preserveFocus)}`),
  }),
};

export const workspace = {
  getConfiguration: (): unknown => ({ get: (name: string) => settings[name] }),
};

export const shown: unknown[] = [];

export const languages = { getDiagnostics: (): unknown[] => shown };

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<void>();
  readonly token = {
    isCancellationRequested: false,
    onCancellationRequested: (listener: () => void): { dispose: () => void } => {
      this.emitter.event(listener);
      return { dispose: () => undefined };
    },
  };
  cancel(): void {
    if (!this.token.isCancellationRequested) {
      this.token.isCancellationRequested = true;
      this.emitter.fire();
    }
  }
}
