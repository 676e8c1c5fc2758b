import assert from "node:assert/strict";
import test from "node:test";
import { locate, type Surroundings } from "../../src/locate";

const around = (files: string[], given: Partial<Surroundings> = {}): Surroundings => ({
  setting: "",
  folder: "/site",
  extension: "/ext",
  home: "/users/me",
  path: "/usr/bin:/opt/bin",
  windows: false,
  runs: (file) => files.includes(file),
  ...given,
});

test("the setting comes first", () => {
  const files = ["/x/sidestep", "/ext/server/sidestep", "/usr/bin/sidestep"];
  assert.deepEqual(locate(around(files, { setting: "/x/sidestep" })), { kind: "found", command: "/x/sidestep", from: "setting" });
});

test("a setting that leads nowhere does not fall back", () => {
  assert.deepEqual(locate(around(["/ext/server/sidestep"], { setting: "/x/sidestep" })), { kind: "bad-setting", tried: "/x/sidestep" });
});

test("a setting may be written from the folder or the home folder", () => {
  for (const [setting, command] of [
    ["bin/sidestep", "/site/bin/sidestep"],
    ["${workspaceFolder}/bin/sidestep", "/site/bin/sidestep"],
    ["~/sidestep", "/users/me/sidestep"],
    ["${userHome}/sidestep", "/users/me/sidestep"],
    ["  /x/sidestep ", "/x/sidestep"],
  ] as const) {
    assert.deepEqual(locate(around([command], { setting })), { kind: "found", command, from: "setting" }, setting);
  }
});

test("the bundled server comes before PATH", () => {
  const files = ["/ext/server/sidestep", "/usr/bin/sidestep"];
  assert.deepEqual(locate(around(files)), { kind: "found", command: "/ext/server/sidestep", from: "bundled" });
  assert.deepEqual(locate(around(["/opt/bin/sidestep"])), { kind: "found", command: "/opt/bin/sidestep", from: "path" });
});

test("a relative entry of PATH is not followed", () => {
  assert.deepEqual(locate(around(["bin/sidestep", "sidestep"], { path: "bin::." })), { kind: "nowhere" });
});

test("on Windows the program has an ending", () => {
  const given = { windows: true, extension: "C:\\ext", path: "C:\\bin;D:\\bin" };
  assert.deepEqual(locate(around(["D:\\bin\\sidestep.exe"], given)), { kind: "found", command: "D:\\bin\\sidestep.exe", from: "path" });
});
