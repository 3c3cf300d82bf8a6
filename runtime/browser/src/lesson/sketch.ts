/** Drawings in a page; the script that draws them is loaded with the first. */
import { h, loadScript } from "../dom.ts";
import type { DrawingModule } from "../drawing/api.ts";
import type { Drawing } from "../drawing/drawing.ts";
import type { Page } from "./page.ts";

/** The drawing of a program that runs. */
export class Sketch {
  /** Empty until something is drawn. */
  readonly element = h("div", { class: "ks-sketch", hidden: true });
  readonly #page: Page;
  #drawing: Promise<Drawing | null> | null = null;
  /** Counts programs: what an earlier one has drawn must not reach the drawing of the next. */
  #program = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Take the next piece of the drawing's text. */
  async write(text: string): Promise<void> {
    const program = this.#program;
    this.#drawing ??= this.#begin();
    const drawing = await this.#drawing;
    if (program !== this.#program) return;
    this.element.hidden = false;
    drawing?.write(text);
  }

  async clear(): Promise<void> {
    this.#program += 1;
    this.element.hidden = true;
    const drawing = await this.#drawing;
    drawing?.clear();
  }

  async #begin(): Promise<Drawing | null> {
    const module = await load(this.#page, this.element);
    if (!module) return null;
    const drawing = new module.Drawing(this.#page.t);
    this.element.append(drawing.element);
    return drawing;
  }
}

/** The element in which a whole drawing appears. */
export function pictureOf(page: Page, text: string): HTMLElement {
  const place = h("div", { class: "ks-sketch" });
  void load(page, place).then((module) => module && place.append(module.pictureOf(text, page.t)));
  return place;
}

/** What draws, or null once `place` says that it is missing: a broken copy of the site. */
async function load(page: Page, place: HTMLElement): Promise<DrawingModule | null> {
  try {
    return await loadScript(`${page.assets}drawing.js`, () => window.knapsackDrawing);
  } catch (error) {
    place.append(h("p", { class: "ks-problem", role: "alert" }, page.t("drawing.missing")));
    console.error(error); // nothing that a caller could mend
    return null;
  }
}
