/** Which page to open first. */
import { type Place, parsePlace } from "../places.ts";

/**
 * The address bar's page, else the learner's last one, else the start page in the browser's language.
 *
 * @example choosePlace("", undefined, ["ru-RU", "en"], ["en", "ru"]) // {page: "ru/index.html", fragment: ""}
 */
export function choosePlace(
  hash: string,
  last: string | undefined,
  wanted: readonly string[],
  languages: readonly string[],
): Place {
  const spoken = wanted.map((language) => language.toLowerCase().split("-")[0] ?? "");
  const language = spoken.find((candidate) => languages.includes(candidate)) ?? languages[0] ?? "en";
  return (
    parsePlace(hash, languages) ??
    parsePlace(last ?? "", languages) ?? { page: `${language}/index.html`, fragment: "" }
  );
}
