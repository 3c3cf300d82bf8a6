/** What a drawing shows, in words: for those who do not see it. */
import type { Translate } from "../messages.ts";
import type { Thing } from "./text.ts";

const MOST_WORDS = 300;

/**
 * The picture's name: how many things of each kind it has, and the words that stand in it.
 *
 * @example describe(readDrawing("dot 0 0 5 red"), t) // "Drawing: dots: 1."
 */
export function describe(things: readonly Thing[], t: Translate): string {
  const counts = { line: 0, fill: 0, dot: 0 };
  const words: string[] = [];
  for (const thing of things) {
    if (thing.kind === "line" || thing.kind === "fill" || thing.kind === "dot") counts[thing.kind] += 1;
    else if (thing.kind === "text") words.push(thing.words);
  }
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => t(`drawing.${kind}`, { count }));
  if (words.length) parts.push(t("drawing.words", { words: words.join(", ").slice(0, MOST_WORDS) }));
  return t("drawing.shows", { things: parts.join(", ") || t("drawing.nothing") });
}
