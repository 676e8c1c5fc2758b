/** Where the server's addresses of explanations lead in the editor. */

/** The scheme of documents that say what a finding means. */
export const SCHEME = "sidestep-explain";

/**
 * The document that says what a finding means, for an address in the list of rules; undefined for any other address. A
 * document, because the editor's hovers run no commands for a code.
 */
export function explained(uri: string): string | undefined {
  const code = /^https:\/\/.*\/docs\/rules\.md#([a-z-]+)$/.exec(uri)?.[1];
  return code === undefined ? undefined : `${SCHEME}:/${code}.md`;
}

/**
 * Leads each finding to the explanation of its own code: the list of rules has one address for all kinds of names, and what
 * `unknown-kind` means is said for `unknown-skill` under that name.
 */
export function leadToOwn(findings: readonly { code?: unknown }[], parse: (uri: string) => unknown): void {
  for (const finding of findings) {
    const code = finding.code as { value?: unknown; target?: { scheme?: string; path?: string } } | undefined;
    if (typeof code === "object" && typeof code.value === "string" && code.target?.scheme === SCHEME && code.target.path === "/unknown-kind.md") {
      finding.code = { ...code, target: parse(`${SCHEME}:/${code.value}.md`) };
    }
  }
}
