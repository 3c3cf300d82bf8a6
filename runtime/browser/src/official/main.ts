/** Entry of `official.js`, in a lesson's page. */
import { h } from "../dom.ts";
import type { Page } from "../lesson/page.ts";
import type { Official } from "../protocol.ts";
import { loadTexts, schoolTexts } from "../school/texts.ts";
import type { TaskPlace } from "./api.ts";
import { Panel } from "./panel.ts";

const panels = new Map<HTMLElement, Panel>();
let style: HTMLElement | null = null;

async function show(
  page: Page,
  places: readonly TaskPlace[],
  tasks: Record<string, Official>,
): Promise<void> {
  await loadTexts(page.assets, page.language);
  if (!style) {
    style = h("link", { rel: "stylesheet", href: `${page.assets}official.css` });
    document.head.append(style);
  }
  for (const { element, task } of places) {
    const official = tasks[`${task.course}/${task.id}`];
    if (official) panelOf(page, element, task).show(official);
  }
}

function panelOf(page: Page, element: HTMLElement, task: TaskPlace["task"]): Panel {
  const known = panels.get(element);
  if (known) return known;
  const handIn = (): void => page.link.send({ type: "hand-in", course: task.course, task: task.id });
  const panel = new Panel({ t: schoolTexts(page.language), common: page.t, language: page.language }, handIn);
  panels.set(element, panel);
  element.append(panel.element);
  return panel;
}

window.knapsackOfficial = { show };
