/** One line for the learner at the bottom of the shell; it stays until it is closed or another one comes. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";

export class Notice {
  readonly #box = h("div", { class: "ks-notice", role: "status" });

  constructor(parent: HTMLElement) {
    parent.append(this.#box);
  }

  show(text: string, closeLabel: string, kind: "good" | "bad"): void {
    const close = h(
      "button",
      { type: "button", class: "ks-close", "aria-label": closeLabel, onclick: () => this.clear() },
      icon(ICONS.cross),
    );
    this.#box.dataset["kind"] = kind;
    this.#box.replaceChildren(h("span", {}, text), close);
  }

  clear(): void {
    this.#box.replaceChildren();
  }
}
