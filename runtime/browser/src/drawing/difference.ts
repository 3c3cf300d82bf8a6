/** What the checker `drawing` says, in the page's language: see `runtime/judge/checkers/drawing.py`. */
import type { Translate } from "../messages.ts";

const KEYS = new Map([
  ["Lines are missing.", "lines_missing"],
  ["There are too many lines.", "lines_extra"],
  ["Lines have another colour or width.", "lines_look"],
  ["Filled shapes are missing.", "fills_missing"],
  ["There are too many filled shapes.", "fills_extra"],
  ["Filled shapes have another colour.", "fills_look"],
  ["Dots are missing.", "dots_missing"],
  ["There are too many dots.", "dots_extra"],
  ["Dots have another size or colour.", "dots_look"],
  ["Words are missing.", "words_missing"],
  ["There are too many words.", "words_extra"],
  ["Words have another size, colour or alignment.", "words_look"],
  ["The background has another colour.", "background"],
  ["The canvas has another size.", "canvas"],
  ["The drawing cannot be read.", "unreadable"],
]);

/**
 * The same sentences, each as people of the language say it; others stay as they are.
 *
 * @example sayDifference("Lines are missing.", t) // "Не хватает линий."
 */
export function sayDifference(message: string, t: Translate): string {
  return message
    .split(/(?<=\.) /)
    .map((sentence) => {
      const key = KEYS.get(sentence);
      return key === undefined ? sentence : t(`drawing.${key}`);
    })
    .join(" ");
}
