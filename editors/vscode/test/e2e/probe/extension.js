// Runs what the driver sends, with the real `vscode` API, beside the extension that is tested.
"use strict";
const net = require("node:net");
const readline = require("node:readline");
const vscode = require("vscode");

exports.activate = (context) => {
  const socket = process.env.SIDESTEP_PROBE;
  if (!socket) {
    return;
  }
  const server = net.createServer((connection) => {
    readline.createInterface({ input: connection }).on("line", async (line) => {
      const { id, source, args } = JSON.parse(line);
      let answer;
      try {
        const run = new Function("vscode", `return (${source})`)(vscode);
        answer = { id, value: await run(...args) };
      } catch (error) {
        answer = { id, error: String(error?.stack ?? error) };
      }
      connection.write(`${JSON.stringify(answer)}\n`);
    });
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
