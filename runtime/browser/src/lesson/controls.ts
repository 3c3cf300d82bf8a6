/** Control characters as signs: a page would swallow them, and two outputs that differ would look the same. */

const PICTURES = 0x2400;
const SPACE = 0x20;

/**
 * All but tabs and line ends.
 *
 * @example showControls("\x1b[31mred\r\n") // "␛[31mred\n"
 */
export function showControls(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/[^\P{Cc}\n\t]/gu, (control) => picture(control.charCodeAt(0)));
}

function picture(code: number): string {
  if (code < SPACE) return String.fromCharCode(PICTURES + code);
  return code === 0x7f ? "␡" : "␦";
}
