/** What the builder tells the shell: the JSON in its page. */
import { find } from "../dom.ts";
import { isListOf, isRecord, isText } from "../guards.ts";
import type { PackageIndex } from "../kernel/packages.ts";
import type { Catalogue } from "../messages.ts";

export interface Config {
  /** Prefix of everything this site stores. */
  site: string;
  title: string;
  /** The first is for people whose own language is not there. */
  languages: string[];
  /** Python packages that its courses' programs may import. */
  packages: PackageIndex;
  /** The shell's own texts in each of the languages. */
  texts: Record<string, Catalogue>;
}

export function readConfig(root: HTMLElement): Config {
  const value: unknown = JSON.parse(find("#ks-config").textContent);
  const site = root.dataset["site"];
  const { title, languages, packages, texts } = isRecord(value) ? value : {};
  const isLanguage = (item: unknown): item is string => isText(item, 20, 2);
  if (
    !site ||
    !isText(title, 200) ||
    !isListOf(languages, 100, isLanguage) ||
    !isPackageIndex(packages) ||
    !isTexts(texts)
  )
    throw new Error("#ks-config is not what docs/architecture.md says");
  return { site, title, languages, packages, texts };
}

function isTexts(value: unknown): value is Config["texts"] {
  const isCatalogue = (each: unknown): boolean =>
    isRecord(each) && Object.values(each).every((text) => typeof text === "string");
  return isRecord(value) && Object.values(value).every(isCatalogue);
}

function isPackageIndex(value: unknown): value is PackageIndex {
  const isNames = (names: unknown): boolean => isListOf(names, 10_000, (name) => isText(name, 200, 1));
  const isPackage = (each: unknown): boolean =>
    isRecord(each) && isNames(each["imports"]) && isNames(each["depends"]);
  return isRecord(value) && Object.values(value).every(isPackage);
}
