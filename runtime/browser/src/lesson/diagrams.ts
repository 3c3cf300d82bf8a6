/** Mermaid diagrams: drawn when they come into view, until then and if that fails their source stays. */
import { h } from "../dom.ts";
import type { MermaidModule } from "../mermaid/api.ts";
import { runPacked } from "../packed.ts";
import type { Page } from "./page.ts";
import { isDark, onScheme } from "./scheme.ts";

const NEAR = "64px";
const SIGNS_OF_LIFE = ["scroll", "pointermove", "pointerdown", "keydown"] as const;

/** Mermaid is the heaviest thing on a page: it waits for a reader who stirs, with a diagram before their eyes. */
export async function drawDiagrams(page: Page): Promise<void> {
  const sources = document.querySelectorAll<HTMLElement>("pre.ks-mermaid");
  if (sources.length === 0) return;
  await Promise.race(SIGNS_OF_LIFE.map(firstOf));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        void new Diagram(target as HTMLElement, page).draw();
      }
    },
    { rootMargin: NEAR },
  );
  for (const source of sources) observer.observe(source);
}

function firstOf(type: (typeof SIGNS_OF_LIFE)[number]): Promise<Event> {
  return new Promise((resolve) =>
    window.addEventListener(type, resolve, { once: true, capture: true, passive: true }),
  );
}

class Diagram {
  static #count = 0;
  readonly #element: HTMLElement;
  readonly #page: Page;
  readonly #source: string;
  readonly #id: string;
  #drawing: HTMLElement | null = null;

  constructor(element: HTMLElement, page: Page) {
    Diagram.#count += 1;
    this.#id = `ks-diagram-${Diagram.#count}`;
    this.#element = element;
    this.#page = page;
    this.#source = element.textContent;
  }

  async draw(): Promise<void> {
    try {
      await this.#drawNow();
      onScheme(() => void this.#drawNow());
    } catch (error) {
      console.warn("a diagram stays text", error); // the author's mistake; its source can still be read
    }
  }

  async #drawNow(): Promise<void> {
    const mermaid = await loadMermaid(this.#page.assets);
    const svg = await mermaid.render(this.#id, this.#source, isDark());
    const drawing = h("figure", { class: "ks-diagram" });
    drawing.innerHTML = svg; // made by Mermaid at its strict level, which sanitises
    this.#name(drawing);
    (this.#drawing ?? this.#element).replaceWith(drawing);
    this.#drawing = drawing;
  }

  /** Mermaid names a diagram when its author does (accTitle); else it is named by its words. */
  #name(drawing: HTMLElement): void {
    const svg = drawing.querySelector("svg");
    if (!svg || svg.hasAttribute("aria-labelledby")) return;
    const words = [...svg.querySelectorAll("text, foreignObject")].map((label) =>
      (label.textContent ?? "").trim(),
    );
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `${this.#page.t("lesson.diagram")}: ${words.filter(Boolean).join(", ")}`);
  }
}

let loading: Promise<MermaidModule> | undefined;

/** One copy for all diagrams of the page. */
function loadMermaid(assets: string): Promise<MermaidModule> {
  loading ??= runPacked(assets, "mermaid", () => window.knapsackMermaid);
  return loading;
}
