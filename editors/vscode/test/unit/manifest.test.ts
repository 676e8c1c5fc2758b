// package.json against the sources that it repeats: the server's version, its own help, the code that registers commands.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import test from "node:test";

interface Manifest {
  version: string;
  contributes: {
    commands: { command: string; title: string; enablement?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    configuration: { properties: Record<string, { enum?: string[] }> };
    configurationDefaults: unknown;
    walkthroughs: { steps: { media: { image: Record<string, string>; altText: string } }[] }[];
    problemMatchers: { pattern: { regexp: string } }[];
  };
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = readdirSync("src").filter((name) => name.endsWith(".ts")).map((name) => readFileSync(`src/${name}`, "utf8"));
const server = process.env["SIDESTEP"];

test("the version is the server's", () => {
  assert.equal(manifest.version, /^version = "(.+)"$/m.exec(readFileSync("../../Cargo.toml", "utf8"))?.[1]);
});

test("every command of the manifest is registered", () => {
  for (const { command } of manifest.contributes.commands) {
    assert.ok(sources.some((source) => source.includes(`registerCommand("${command}"`)), command);
  }
});

test("every command says when it can be used", () => {
  for (const { command, enablement } of manifest.contributes.commands) {
    assert.ok(enablement, command);
  }
});

test("a term is merged where its names stand, not in any file of the machine", () => {
  const merge = manifest.contributes.commands.find(({ command }) => command === "sidestep.merge");
  assert.equal(merge?.enablement, "sidestep.running && resourcePath in sidestep.files");
});

test("a new role is offered where files are made", () => {
  for (const menu of ["explorer/context", "file/newFile"]) {
    assert.ok(manifest.contributes.menus[menu]?.some(({ command }) => command === "sidestep.newRole"), menu);
  }
});

test("every command is in the README's table", () => {
  const readme = readFileSync("README.md", "utf8");
  for (const { title } of manifest.contributes.commands) {
    assert.ok(readme.includes(`Sidestep: ${title}`) || readme.includes(`, ${title} |`), title);
  }
});

test("every setting is documented", () => {
  const readme = readFileSync("README.md", "utf8");
  for (const name of Object.keys(manifest.contributes.configuration.properties)) {
    assert.ok(readme.includes(`\`${name}\``), name);
  }
});

test("of the editor's own settings three are other than usual, in YAML, as the README says", () => {
  const defaults = { "[yaml]": { "editor.wordBasedSuggestions": "off", "editor.quickSuggestions": { strings: "on" }, "editor.acceptSuggestionOnEnter": "smart" } };
  const explanations = { "workbench.editorAssociations": { "sidestep-explain:/**": "vscode.markdown.preview.editor" } };
  assert.deepEqual(manifest.contributes.configurationDefaults, { ...defaults, ...explanations });
  const [said] = Array.from(readFileSync("README.md", "utf8").matchAll(/^```json\n("\[yaml\]"[^]*?)^```/gm), (block) => JSON.parse(`{${block[1] ?? ""}}`) as unknown);
  assert.deepEqual(said, defaults);
});

test("nothing is offered in YAML files that are no roles", () => {
  assert.deepEqual(Object.keys(manifest.contributes).filter((name) => /snippet|language|grammar/.test(name)), []);
});

test("every step of the walkthrough has a picture for each kind of theme, and no picture is left over", () => {
  const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  const pictures = steps.flatMap(({ media }) => {
    assert.deepEqual(Object.keys(media.image).sort(), ["dark", "hc", "hcLight", "light"]);
    assert.ok(media.altText);
    return Object.values(media.image);
  });
  assert.deepEqual(
    [...new Set(pictures)].sort(),
    readdirSync("media/walkthrough").map((name) => `media/walkthrough/${name}`).sort(),
  );
});

test("the pictures of the README are linked and not packed", () => {
  const pictures = Array.from(readFileSync("README.md", "utf8").matchAll(/!\[[^\]]+\]\(([^)]+)\)/g), ([, address]) => address ?? "");
  assert.ok(pictures.some((picture) => picture.endsWith("/typing.gif")));
  for (const picture of pictures) {
    assert.ok(picture.startsWith("../../docs/images/") && existsSync(picture), picture);
  }
});

test("the problem matcher reads what check prints", () => {
  const [matcher] = manifest.contributes.problemMatchers;
  const found = new RegExp(matcher?.pattern.regexp ?? "").exec('content/roles/a:b.yaml:19:11: error[unknown-role] no role is named "X" [y]: 1');
  assert.deepEqual(found?.slice(1), ["content/roles/a:b.yaml", "19", "11", "error", "unknown-role", 'no role is named "X" [y]: 1']);
});

test("the levels of the log are the server's", { skip: server === undefined && "SIDESTEP does not name a server" }, () => {
  const help = execFileSync(server ?? "", ["lsp", "--help"], { encoding: "utf8" });
  const log = help.slice(help.indexOf("--log"), help.indexOf("--record"));
  const levels = Array.from(log.matchAll(/^\s+- (\w+):/gm), (match) => match[1]);
  assert.deepEqual(manifest.contributes.configuration.properties["sidestep.server.log"]?.enum, levels);
});
