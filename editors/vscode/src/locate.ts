/** Where the server is found. Knows nothing of the editor, so that it can be tested without one. */
import * as path from "node:path";

export interface Surroundings {
  /** The setting `sidestep.server.path`, as written. */
  readonly setting: string;
  /** The first workspace folder, which a relative path in the setting starts from. */
  readonly folder: string | undefined;
  /** The extension's own folder. */
  readonly extension: string;
  readonly home: string;
  /** The variable PATH. */
  readonly path: string;
  readonly windows: boolean;
  /** Whether a file is there and can be run. */
  readonly runs: (file: string) => boolean;
}

export type Found =
  | { readonly kind: "found"; readonly command: string; readonly from: "setting" | "bundled" | "path" }
  | { readonly kind: "bad-setting"; readonly tried: string }
  | { readonly kind: "nowhere" };

/**
 * The setting, else the binary in the extension, else PATH. A setting that leads nowhere is an error of its own:
 * falling back would run another server than the one that was asked for.
 */
export function locate(around: Surroundings): Found {
  const join = around.windows ? path.win32 : path.posix;
  const name = around.windows ? "sidestep.exe" : "sidestep";
  const setting = around.setting.trim();
  if (setting !== "") {
    const tried = resolve(setting, around);
    return around.runs(tried) ? { kind: "found", command: tried, from: "setting" } : { kind: "bad-setting", tried };
  }
  const bundled = join.join(around.extension, "server", name);
  if (around.runs(bundled)) {
    return { kind: "found", command: bundled, from: "bundled" };
  }
  for (const entry of around.path.split(around.windows ? ";" : ":")) {
    // A relative entry would run whatever the opened folder holds.
    if (join.isAbsolute(entry) && around.runs(join.join(entry, name))) {
      return { kind: "found", command: join.join(entry, name), from: "path" };
    }
  }
  return { kind: "nowhere" };
}

function resolve(setting: string, around: Surroundings): string {
  const join = around.windows ? path.win32 : path.posix;
  const folder = around.folder ?? around.home;
  const written = setting.replaceAll("${workspaceFolder}", () => folder).replaceAll("${userHome}", () => around.home);
  if (written === "~" || written.startsWith("~/") || written.startsWith("~\\")) {
    return join.join(around.home, written.slice(1));
  }
  return join.isAbsolute(written) ? written : join.join(folder, written);
}
