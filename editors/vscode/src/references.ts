/** The command of the server's code lenses: shows places that it has counted. */
import * as vscode from "vscode";
import type { Location, Position } from "vscode-languageclient";
import type { Server } from "./server";

export function register(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand("sidestep.showReferences", async (uri: string, position: Position, locations: Location[]) => {
    const convert = server.running?.protocol2CodeConverter;
    if (convert === undefined) {
      return;
    }
    const places = locations.map((location) => convert.asLocation(location));
    await vscode.commands.executeCommand("editor.action.showReferences", convert.asUri(uri), convert.asPosition(position), places);
  });
}
