// Bundles the extension into one file, with the licences of what is in it; with --tests the unit tests instead.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.dirname(import.meta.dirname);
process.chdir(root);
// The script in the page, which stands in the page itself.
const script = await build({ bundle: true, entryPoints: ["src/webview/page.ts"], target: "es2022", format: "iife", minify: true, write: false, logLevel: "warning" });
const define = { PAGE_SCRIPT: JSON.stringify(script.outputFiles[0].text) };
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning", define };

if (process.argv.includes("--tests")) {
  const tests = readdirSync("test/unit").filter((name) => name.endsWith(".test.ts"));
  await build({ ...common, entryPoints: tests.map((name) => `test/unit/${name}`), outdir: "dist/test", alias: { vscode: "./test/unit/vscode.ts" }, outExtension: { ".js": ".cjs" } });
} else {
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    minify: true,
    keepNames: true,
    legalComments: "none",
    metafile: true,
  });
  const packages = new Set(Object.keys(metafile.inputs).flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));
  writeFileSync("dist/THIRD-PARTY.txt", [...packages].sort().map(notice).join("\n\n"));
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file !== undefined && existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
}
