import assert from "node:assert/strict";
import test from "node:test";
import { Output } from "../../src/output";
import { LogLevel, settings, written } from "./vscode";

test("everything is written, with its time and level", () => {
  written.length = 0;
  const output = new Output();
  output.info("reads 9 files");
  output.error("it broke");
  output.append("as it is");
  assert.match(written.join("\n"), /^\d\d:\d\d:\d\d info {2}reads 9 files\n\d\d:\d\d:\d\d error it broke\nas it is$/);
});

test("messages are traced when the setting says so", () => {
  const output = new Output();
  const levels: number[] = [];
  output.onDidChangeLogLevel((level) => levels.push(level));
  for (const value of ["messages", "verbose", "off", 3, undefined]) {
    settings["trace.server"] = value;
    output.settingChanged();
  }
  assert.deepEqual(levels, [LogLevel.Trace, LogLevel.Trace, LogLevel.Debug, LogLevel.Debug, LogLevel.Debug]);
});

test("showing it takes the focus unless told otherwise", () => {
  written.length = 0;
  const output = new Output();
  output.show();
  output.show(true);
  output.show(1, true);
  assert.deepEqual(written, ["shown false", "shown true", "shown true"]);
});
