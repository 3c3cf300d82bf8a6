/** Texts of the companion's pages, which stand in the page itself. */
import { find } from "../dom.ts";
import { type Catalogue, type Translate, translator } from "../messages.ts";

const PREFIX = "companion.";

/** The texts by their keys without the common beginning. */
export function pageTexts(): Translate {
  const language = document.documentElement.lang;
  const own = JSON.parse(find("#texts").textContent) as Catalogue;
  const texts = Object.entries(own).map(([key, text]) => [key.slice(PREFIX.length), text]);
  return translator(language, { [language]: Object.fromEntries(texts) as Catalogue });
}
