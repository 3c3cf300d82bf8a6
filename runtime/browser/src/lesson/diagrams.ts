/** Mermaid diagrams: drawn when they come near, until then and if that fails their source stays. */
import { h, loadScript } from "../dom.ts";
import type { Page } from "./page.ts";
import { isDark, onScheme } from "./scheme.ts";
import "../mermaid/api.ts";

const NEAR = "400px";

export function drawDiagrams(page: Page): void {
  const sources = document.querySelectorAll<HTMLElement>("pre.ks-mermaid");
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
    await loadScript(`${this.#page.assets}mermaid.js`);
    const svg = await window.knapsackMermaid?.render(this.#id, this.#source, isDark());
    if (!svg) return;
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
