/** Entry of `lesson.js`, on every rendered page. */
import { translator } from "../messages.ts";
import { drawDiagrams } from "./diagrams.ts";
import { Lesson } from "./lesson.ts";
import { showMarks } from "./marks.ts";
import { Page } from "./page.ts";
import { followScheme } from "./scheme.ts";

const script = document.currentScript as HTMLScriptElement;

function main(): void {
  const path = meta("knapsack-page");
  if (path === null) return; // such as the page for errors of a web server
  if (window.top === window.self) {
    location.replace(`${meta("knapsack-root") ?? ""}index.html#${path}${location.hash}`);
    return;
  }
  const language = path.split("/")[0] ?? "en";
  const assets = new URL("./", script.src).href;
  const page = new Page(translator(language, window.knapsackMessages ?? {}), language, assets);
  followScheme(page.link);
  page.link.on("reload", () => location.reload());
  const lesson = document.querySelector<HTMLElement>(".ks-lesson");
  if (lesson) new Lesson(lesson, page);
  window.addEventListener("load", openWideParts);
  showMarks(page);
  void drawDiagrams(page);
  page.link.connect({ type: "knapsack-hello", page: `${path}${location.hash}`, title: document.title });
}

function meta(name: string): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? null;
}

/** What scrolls sideways, tables in Material's boxes and long formulas, has to be within the keyboard's reach. */
function openWideParts(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".md-typeset__scrollwrap, math[display]"))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}

main();
