// Makes the .vsix. SIDESTEP_BINARY names the server to put inside, SIDESTEP_TARGET the platform it is for (linux-x64,
// darwin-arm64, win32-x64, …; this machine's if not given), SIDESTEP_LICENCES a file with the licences of its libraries.
// Without a server the package is for every platform.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.dirname(import.meta.dirname);
const called = process.env.INIT_CWD ?? process.cwd();
process.chdir(root);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const binary = process.env.SIDESTEP_BINARY;
const target = binary ? (process.env.SIDESTEP_TARGET ?? `${process.platform}-${process.arch}`) : undefined;

rmSync("server", { recursive: true, force: true });
if (binary) {
  const inside = path.join("server", target.startsWith("win32") ? "sidestep.exe" : "sidestep");
  mkdirSync("server");
  copyFileSync(path.resolve(called, binary), inside);
  chmodSync(inside, 0o755);
  if (process.env.SIDESTEP_LICENCES) {
    copyFileSync(path.resolve(called, process.env.SIDESTEP_LICENCES), path.join("server", "THIRD-PARTY.txt"));
  }
}
// Beside the package's README; git does not keep the copy.
copyFileSync("../../CHANGELOG.md", "CHANGELOG.md");
const out = path.resolve(called, process.env.SIDESTEP_VSIX ?? path.join(root, "dist", `sidestep-${target ?? "universal"}-${version}.vsix`));
mkdirSync(path.dirname(out), { recursive: true });
execFileSync(process.execPath, ["scripts/bundle.mjs"], { stdio: "inherit" });
// Relative links of the README, which is shown elsewhere.
const repository = "https://github.com/sidestep-tools/sidestep";
const links = ["--baseContentUrl", `${repository}/blob/HEAD/editors/vscode`, "--baseImagesUrl", `${repository}/raw/HEAD/editors/vscode`];
const vsce = path.join("node_modules", "@vscode", "vsce", "vsce");
execFileSync(process.execPath, [vsce, "package", "--no-dependencies", ...links, ...(target ? ["--target", target] : []), "--out", out], { stdio: "inherit" });
