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

/** A text of a course: one, or one for each of its languages. */
export type Text = string | Record<string, string>;

/**
 * The text in a language, else in the first that there is.
 *
 * @example inLanguage({ en: "Sum", ru: "Сумма" }, "ru") // "Сумма"
 */
export function inLanguage(text: Text, language: string): string {
  if (typeof text === "string") return text;
  return text[language] ?? Object.values(text)[0] ?? "";
}
