/** The bar above every page: brand, Python's state, the learner, and progress to a file and back. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import type { KernelState, Learner } from "../protocol.ts";
import { avatar } from "./avatar.ts";
import { Pill } from "./pill.ts";

export interface BarActions {
  home(): void;
  people(): void;
  save(): void;
  load(file: File): void;
}

export interface BarState {
  t: Translate;
  title: string;
  learner: Learner;
  /** With a companion: what the button for people says. */
  person: { name: string; label: string } | null;
  kernel: KernelState;
  fraction: number;
}

export class Bar {
  readonly #heading = h("h1", { class: "ks-visually-hidden" });
  readonly #pill = new Pill();
  readonly #home: HTMLButtonElement;
  readonly #person: HTMLButtonElement;
  readonly #save: HTMLButtonElement;
  readonly #load: HTMLButtonElement;
  readonly #file: HTMLInputElement;

  constructor(header: HTMLElement, actions: BarActions) {
    this.#home = h("button", { type: "button", class: "ks-brand", onclick: actions.home });
    this.#person = h("button", { type: "button", class: "ks-person", onclick: actions.people });
    this.#save = h("button", { type: "button", class: "ks-save", onclick: actions.save });
    this.#load = h("button", { type: "button", class: "ks-load", onclick: () => this.#file.click() });
    this.#file = h("input", { type: "file", accept: ".json,application/json", hidden: true });
    this.#file.addEventListener("change", () => this.#chosen(actions));
    this.#person.setAttribute("aria-haspopup", "dialog");
    const right = h("div", { class: "ks-bar-right" }, this.#person, this.#save, this.#load, this.#file);
    header.replaceChildren(this.#heading, this.#home, this.#pill.element, right);
  }

  show(state: BarState): void {
    const { t, learner } = state;
    this.#heading.textContent = state.title;
    this.#home.replaceChildren(icon(ICONS.backpack), label(state.title));
    this.#home.setAttribute("aria-label", t("shell.home", { title: state.title }));
    const person = state.person ?? { name: learner.name, label: t("learner.button", { name: learner.name }) };
    this.#person.replaceChildren(avatar({ ...learner, name: person.name }), label(person.name));
    this.#person.setAttribute("aria-label", person.label);
    const short = h("span", { class: "ks-label-short" }, t("progress.save_short"));
    this.#save.replaceChildren(icon(ICONS.save), label(t("progress.save")), short);
    this.#save.setAttribute("aria-label", t("progress.save"));
    this.#load.hidden = state.person !== null; // a file is taken in on a page of the companion
    this.#load.replaceChildren(icon(ICONS.load), label(t("progress.load")));
    this.#load.setAttribute("aria-label", t("progress.load"));
    this.#file.setAttribute("aria-label", t("progress.load"));
    this.#pill.show(t, state.kernel, state.fraction);
  }

  showKernel(t: Translate, kernel: KernelState, fraction: number): void {
    this.#pill.show(t, kernel, fraction);
  }

  #chosen(actions: BarActions): void {
    const file = this.#file.files?.[0];
    if (file) actions.load(file);
    this.#file.value = ""; // so that the same file can be chosen again
  }
}

function label(text: string): HTMLElement {
  return h("span", { class: "ks-label" }, text);
}
