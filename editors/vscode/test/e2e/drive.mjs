import path from "node:path";
import { cpSync, mkdtempSync, readFileSync, writeFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { Editor, sleep, until } from "./editor.mjs";
const { TOOLS, CONTENT, SHOTS } = process.env;
const folder = mkdtempSync(path.join(tmpdir(), "sidestep-content-"));
cpSync(path.join(CONTENT, "content"), path.join(folder, "content"), { recursive: true });
cpSync(path.join(CONTENT, "sidestep.yaml"), path.join(folder, "sidestep.yaml"));
const plant = (file, a, b) => { const p = path.join(folder, file); const t = readFileSync(p, "utf8"); if (!t.includes(a)) throw new Error(a); writeFileSync(p, t.replace(a, b)); };
plant("content/roles/backend-engineer.yaml", "role: Fullstack Engineer", "role: Fulstack Engineer");
plant("content/roles/data-engineer.yaml", "tools: [", "tools: [Postgres, ");
const editor = await Editor.start({ tools: TOOLS, vsixes: [path.join(TOOLS, "sidestep.vsix"), path.join(TOOLS, "probe.vsix")], folder, shots: SHOTS });
try {
  const r = await editor.api(async () => { const [u] = await vscode.workspace.findFiles("**/backend-engineer.yaml"); await vscode.window.showTextDocument(u); return vscode.version; });
  console.log(r);
  await editor.focus(); await editor.press("Control+Shift+m");
  console.log(await until(async () => (await editor.problems()).some(p => /Postgres/.test(p))));
  console.log(await editor.problems());
  await sleep(1000);
  await editor.shot("first");
} finally { await editor.stop(); rmSync(folder, { recursive: true, force: true }); }
