/** What the builder tells the shell: the JSON in its page. */
import { find } from "../dom.ts";
import { isListOf, isRecord, isText } from "../guards.ts";

export interface Config {
  /** Prefix of everything this site stores. */
  site: string;
  title: string;
  /** The first is for people whose own language is not there. */
  languages: string[];
}

export function readConfig(root: HTMLElement): Config {
  const value: unknown = JSON.parse(find("#ks-config").textContent);
  const site = root.dataset["site"];
  const isLanguage = (item: unknown): item is string => isText(item, 20, 2);
  if (
    !isRecord(value) ||
    !site ||
    !isText(value["title"], 200) ||
    !isListOf(value["languages"], 100, isLanguage)
  )
    throw new Error("#ks-config is not what docs/architecture.md says");
  return { site, title: value["title"], languages: value["languages"] };
}
