// The YAML extension cannot be fetched from a registry of packages; its language server can. This starts it as that
// extension does, for every document of the language YAML.
"use strict";
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
  const module = process.env.SIDESTEP_YAML_SERVER;
  if (!module) {
    return;
  }
  const server = { module, transport: TransportKind.ipc };
  client = new LanguageClient("yaml", "YAML Support", { run: server, debug: server }, {
    documentSelector: [{ language: "yaml" }, { pattern: "*.y(a)ml" }],
    synchronize: { configurationSection: ["yaml", "http.proxy", "http.proxyStrictSSL", "editor.tabSize"] },
  });
  await client.start();
};

exports.deactivate = () => client?.stop();
