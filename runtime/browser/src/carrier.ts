/** Texts in the one comment of a script or a function. */

/** What ends a comment must not stand in it; a character that no script has is put between. */
const [END, ESCAPED] = ["*/", "*\x7f/"];

export function commentIn(source: string): string {
  return source.slice(source.indexOf("/*") + 2, source.lastIndexOf("*/"));
}

/** Throws RangeError for a text that has the character already. */
export function escapeText(text: string): string {
  if (text.includes(ESCAPED)) throw new RangeError("a text with a delete character cannot be carried");
  return text.replaceAll(END, ESCAPED);
}

export function unescapeText(text: string): string {
  return text.replaceAll(ESCAPED, END);
}
