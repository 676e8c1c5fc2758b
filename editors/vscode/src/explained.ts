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
