/** Entry of `studio.js`, on the page of Task Studio alone. */
import { find } from "../dom.ts";
import { Page } from "../lesson/page.ts";
import { followScheme } from "../lesson/scheme.ts";
import { type Catalogue, translator } from "../messages.ts";
import { ShellLine } from "./shell_line.ts";
import { Studio } from "./studio.ts";

const script = document.currentScript as HTMLScriptElement;

function main(): void {
  const [path, root] = [meta("knapsack-page"), meta("knapsack-root")];
  if (window.top === window.self) {
    location.replace(`${root}index.html#${path}`);
    return;
  }
  const language = document.documentElement.lang;
  const page = new Page(translator(language, texts(language)), language, new URL("./", script.src).href);
  followScheme(page.link);
  const line = new ShellLine(page.link);
  void new Studio(find(".ks-studio"), page, line).begin();
  page.link.connect({ type: "knapsack-hello", page: path, title: document.title });
  page.link.send({ type: "wake" });
}

function meta(name: string): string {
  return find<HTMLMetaElement>(`meta[name="${name}"]`).content;
}

/** The pages' own texts, and those of the studio, which stand in its page: no other page should carry them. */
function texts(language: string): Record<string, Catalogue> {
  const own = JSON.parse(find("#ks-studio-texts").textContent) as Catalogue;
  const keys = { "editor.keys": own["studio.keys"] ?? "" }; // every editor here does the same
  return { [language]: { ...window.knapsackMessages?.[language], ...own, ...keys } };
}

main();
