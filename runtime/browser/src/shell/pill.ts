/** The sign in the bar that says how Python is. */
import { h } from "../dom.ts";
import { kernelText } from "../kernel_state.ts";
import type { Translate } from "../messages.ts";
import type { KernelState } from "../protocol.ts";

export class Pill {
  readonly element: HTMLElement;
  readonly #text = h("span", { class: "ks-pill-text" });
  readonly #short = h("span", { class: "ks-pill-short", "aria-hidden": "true" });
  /** Speaks only when waiting is over: progress read aloud step by step would drown the lesson. */
  readonly #live = h("span", { class: "ks-visually-hidden", role: "status" });
  #spoken: KernelState = "cold";

  constructor() {
    const dot = h("span", { class: "ks-pill-dot", "aria-hidden": "true" });
    this.element = h("div", { class: "ks-pill" }, dot, this.#text, this.#short, this.#live);
  }

  show(t: Translate, state: KernelState, fraction: number): void {
    this.element.dataset["state"] = state;
    this.element.style.setProperty("--ks-fraction", String(state === "booting" ? fraction : 1));
    this.#text.textContent = kernelText(t, state, fraction);
    this.#short.textContent = state === "booting" ? `${Math.round(fraction * 100)}%` : "Py";
    this.element.title = this.#text.textContent;
    const boots = this.#spoken === "cold" || this.#spoken === "booting";
    if (state === "failed" || (state === "ready" && boots)) this.#live.textContent = this.#text.textContent;
    this.#spoken = state;
  }
}
