/** Names of roles: the file they belong in, and how YAML wants them written. */

const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  æ: "ae",
  œ: "oe",
  "+": "plus",
  "#": "sharp",
  "&": "-and-",
};

/** The slug of a name, by the server's rules; undefined where no character of it has one. */
export function slug(name: string): string | undefined {
  const folded = name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const spelled = Array.from(folded, (letter) => LETTERS[letter] ?? letter).join("");
  const joined = spelled.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return joined === "" ? undefined : joined;
}

/** A name as a YAML scalar, in quotes only where it needs them. */
export function scalar(name: string): string {
  const plain =
    /^[\p{L}\p{N}][^\p{C}]*$/u.test(name) &&
    !/: |:$| #|[[\]{},]/.test(name) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) &&
    !/^[\d.][\d_.,:eExXoO+\-a-fA-F]*$/.test(name);
  return plain ? name : JSON.stringify(name);
}

/** The text of a new role file: a draft, so that what it still lacks weighs little. */
export function roleText(name: string): string {
  return `name: ${scalar(name)}\nstatus: draft\nsummary: \n`;
}
