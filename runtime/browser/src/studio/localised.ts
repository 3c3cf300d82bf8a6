/** Texts for people: one string, or one for each language. */
import { isRecord, type Json } from "../guards.ts";

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** Where a document may have texts for people. */
const TEXTS = new Set(["title", "description", "explain", "template", "hints", "prompt", "choices"]);

export function isLanguage(code: string): boolean {
  return LANGUAGE.test(code);
}

/**
 * The text in one of the document's languages. One string for all languages is shown as that of the first.
 *
 * @example readText({en: "Sum"}, "ru", ["en", "ru"]) // ""
 */
export function readText(value: unknown, language: string, languages: readonly string[]): string {
  if (typeof value === "string") return language === languages[0] ? value : "";
  const text = isRecord(value) ? value[language] : undefined;
  return typeof text === "string" ? text : "";
}

/**
 * The value with another text in one language: a string stays one for as long as it has only its first language. Other
 * languages, those that are not shown among them, are left alone.
 *
 * @example writeText("Sum", "ru", "Сумма", ["en", "ru"]) // {en: "Sum", ru: "Сумма"}
 */
export function writeText(
  value: unknown,
  language: string,
  text: string,
  languages: readonly string[],
): string | Json {
  const first = languages[0] ?? language;
  if (!isRecord(value)) {
    const known = typeof value === "string" ? value : "";
    if (language === first || !text) return language === first ? text : known;
    return known ? { [first]: known, [language]: text } : { [language]: text };
  }
  const others = Object.entries(value).filter(([name]) => name !== language);
  if (!text) return others.length ? Object.fromEntries(others) : "";
  return { ...value, [language]: text };
}

/** The languages that any text of the document has, in the order they come up. */
export function languagesOf(document: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown, isText: boolean): void => {
    if (Array.isArray(value)) for (const item of value) look(item, isText);
    else if (isRecord(value) && isText && isTexts(value))
      for (const language of Object.keys(value)) found.add(language);
    else if (isRecord(value)) for (const [name, inner] of Object.entries(value)) look(inner, TEXTS.has(name));
  };
  look(document, false);
  return [...found];
}

function isTexts(value: Json): boolean {
  return Object.entries(value).every(([name, text]) => LANGUAGE.test(name) && typeof text === "string");
}
