/** The texts of what a companion adds to the site's pages; they are loaded with it. */
import { loadScript } from "../dom.ts";
import { type Catalogue, type Translate, translator } from "../messages.ts";

declare global {
  interface Window {
    knapsackSchoolTexts?: Record<string, Catalogue>;
  }
}

/** `assets` is the address of the folder with our scripts. */
export async function loadTexts(assets: string, language: string): Promise<void> {
  await loadScript(`${assets}school.${language}.js`, () => window.knapsackSchoolTexts?.[language]);
}

export function schoolTexts(language: string): Translate {
  return translator(language, window.knapsackSchoolTexts ?? {});
}
