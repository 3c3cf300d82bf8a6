/** What the builder tells the shell: the JSON in its page. */
import { find } from "../dom.ts";
import { isListOf, isRecord, isText } from "../guards.ts";
import type { PackageIndex } from "../kernel/packages.ts";

export interface Config {
  /** Prefix of everything this site stores. */
  site: string;
  title: string;
  /** The first is for people whose own language is not there. */
  languages: string[];
  /** Python packages that its courses' programs may import. */
  packages: PackageIndex;
}

export function readConfig(root: HTMLElement): Config {
  const value: unknown = JSON.parse(find("#ks-config").textContent);
  const site = root.dataset["site"];
  const isLanguage = (item: unknown): item is string => isText(item, 20, 2);
  if (
    !isRecord(value) ||
    !site ||
    !isText(value["title"], 200) ||
    !isListOf(value["languages"], 100, isLanguage) ||
    !isPackageIndex(value["packages"])
  )
    throw new Error("#ks-config is not what docs/architecture.md says");
  return { site, title: value["title"], languages: value["languages"], packages: value["packages"] };
}

function isPackageIndex(value: unknown): value is PackageIndex {
  const isNames = (names: unknown): boolean => isListOf(names, 10_000, (name) => isText(name, 200, 1));
  const isPackage = (each: unknown): boolean =>
    isRecord(each) && isNames(each["imports"]) && isNames(each["depends"]);
  return isRecord(value) && Object.values(value).every(isPackage);
}
