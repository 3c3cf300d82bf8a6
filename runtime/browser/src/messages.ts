/** Interface texts in the page's language; `messages.LANG.js` puts them on `window.knapsackMessages`. */

export type Catalogue = Record<string, string>;
export type Translate = (key: string, values?: Record<string, string | number>) => string;

declare global {
  interface Window {
    knapsackMessages?: Record<string, Catalogue>;
  }
}

/**
 * Texts of a language, in English where it has none, else the key itself.
 *
 * @example translator("ru", window.knapsackMessages ?? {})("progress.lessons", { read: 3, lessons: 5 })
 */
export function translator(language: string, catalogues: Record<string, Catalogue>): Translate {
  const own = catalogues[language] ?? {};
  const english = catalogues["en"] ?? {};
  return (key, values = {}) => fill(own[key] ?? english[key] ?? key, values);
}

function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
