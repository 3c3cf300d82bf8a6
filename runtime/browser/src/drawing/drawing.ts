/** The drawing of a program that runs: it grows as its lines come, with a turtle that walks. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { describe } from "./label.ts";
import { due, LONGEST_MS } from "./pace.ts";
import { Sheet } from "./sheet.ts";
import { readDrawing, readThing, type Thing } from "./text.ts";

/** Longer drawings are cut, as the program was at its limit. */
const MOST_CHARACTERS = 4 * 1024 * 1024;
/** As far as numbers with a point can tell. */
const WHOLE = 1 - 1e-6;

export class Drawing {
  readonly element: HTMLElement;
  readonly #t: Translate;
  readonly #sheet = new Sheet();
  #things: Thing[] = [];
  /** Things before this one are drawn; of this one perhaps a part. */
  #next = 0;
  #part = 0;
  #rest = "";
  #length = 0;
  #frame = 0;
  #last = 0;
  #until = 0;

  constructor(t: Translate) {
    this.#t = t;
    this.#name();
    this.element = h("figure", { class: "ks-drawing", hidden: true }, this.#sheet.element);
  }

  /** Take the next piece of the drawing's text. */
  write(text: string): void {
    this.#length += text.length;
    if (this.#length > MOST_CHARACTERS) return;
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(readThing(line));
    if (this.element.hidden) this.#appear();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.#finish();
    else this.#start();
  }

  clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = this.#next = this.#part = this.#length = 0;
    this.#rest = "";
    this.#things = [];
    this.#sheet.rest();
    this.#sheet.clear();
    this.element.hidden = true;
  }

  /** Come into view, as far as it is not there yet: editors are tall. */
  #appear(): void {
    this.element.hidden = false;
    this.element.scrollIntoView({ block: "nearest" });
  }

  #take(thing: Thing | null): void {
    if (thing === null) return;
    if (thing.kind !== "clear") {
      this.#things.push(thing);
      return;
    }
    this.#things = [];
    this.#next = this.#part = 0;
    this.#sheet.rest();
    this.#sheet.clear();
  }

  #start(): void {
    if (this.#frame) return;
    this.#last = performance.now();
    this.#until = this.#last + LONGEST_MS;
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  #draw(now: number): void {
    const waiting = this.#things.length - this.#next - this.#part;
    this.#part += due(waiting, now - this.#last, this.#until - now);
    this.#last = now;
    for (; this.#part > WHOLE; this.#part = Math.max(0, this.#part - 1)) this.#add();
    const thing = this.#things[this.#next];
    this.#sheet.settle();
    if (thing === undefined) this.#finish();
    else {
      if (thing.kind === "line") this.#sheet.walk(thing, this.#part);
      this.#frame = requestAnimationFrame((next) => this.#draw(next));
    }
  }

  #add(): void {
    const thing = this.#things[this.#next];
    if (thing === undefined) return;
    this.#sheet.rest();
    this.#sheet.add(thing);
    this.#next += 1;
  }

  #finish(): void {
    while (this.#next < this.#things.length) this.#add();
    this.#frame = this.#part = 0;
    this.#sheet.rest();
    this.#sheet.settle();
    this.#sheet.reveal();
    this.#name();
  }
  #name(): void {
    this.#sheet.element.setAttribute("aria-label", describe(this.#things, this.#t));
  }
}

/** A whole drawing at once. */
export function pictureOf(text: string, t: Translate): HTMLElement {
  const things = readDrawing(text.slice(0, MOST_CHARACTERS));
  const sheet = new Sheet();
  for (const thing of things) sheet.add(thing);
  sheet.settle();
  sheet.reveal();
  sheet.element.setAttribute("aria-label", describe(things, t));
  return h("figure", { class: "ks-drawing" }, sheet.element);
}
