/** The server's page as a document that a webview may show: one script, no requests, the editor's colours. */

/** The script in the page, put here when the extension is bundled. */
declare const PAGE_SCRIPT: string;

const COLOURS = `
:root { --ink: var(--vscode-editor-foreground); --dim: var(--vscode-descriptionForeground); --paper: var(--vscode-editor-background);
  --soft: var(--vscode-textBlockQuote-background); --line: var(--vscode-widget-border, var(--vscode-editorWidget-border)); --link: var(--vscode-textLink-foreground); }
html { font-size: 87.5%; }
body { padding: 0; }
main { padding-top: 1.75rem; }
.here { box-shadow: -0.5rem 0 0 var(--paper), calc(-0.6875rem - 1px) 0 0 -1px var(--vscode-editorCursor-foreground); }
`;

/** Allows the styles and the script that carry the nonce, and nothing else. */
export function policy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
}

/** A page with the policy before anything else in it. A text that is no such page is shown as text. */
export function framed(page: string, nonce: string): string {
  const head = page.indexOf("<head>");
  if (head < 0 || !page.includes("</head>")) {
    return notice(page, nonce);
  }
  const at = head + "<head>".length;
  const rest = page
    .slice(at)
    .replace("<style>", () => `<style nonce="${nonce}">`)
    .replace("</head>", () => `<style nonce="${nonce}">${COLOURS}</style>\n</head>`)
    .replace(/<\/body>(?![^]*<\/body>)/, () => `<script nonce="${nonce}">${PAGE_SCRIPT}</script>\n</body>`);
  return `${page.slice(0, at)}\n${meta(nonce)}${rest}`;
}

/** What changes of a page while it is written. */
export function main(page: string): string | undefined {
  return /<main>[^]*<\/main>/.exec(page)?.[0];
}

/** A document that says one thing. */
export function notice(text: string, nonce: string): string {
  const style = "body { padding: 1.5rem; color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); }";
  return `<!doctype html>
<html><head>
${meta(nonce)}<meta charset="utf-8">
<style nonce="${nonce}">${style}</style>
</head><body><p>${escaped(text)}</p></body></html>
`;
}

function meta(nonce: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${policy(nonce)}">\n`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
