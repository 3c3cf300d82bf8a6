/** A button that sets programs going, how far they are, Stop, and what came of it. */
import { h } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { button, type Form } from "./form.ts";

export interface CheckBarOptions {
  label: string;
  face: string;
  /** The class of the button. */
  kind: string;
  start(): void;
  stop(): void;
}

export class CheckBar {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #check: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #progress = h("progress", { max: 1, value: 0, hidden: true });
  readonly #said = h("p", { class: "ks-check-said", role: "status" });
  #waiting = "";

  constructor(form: Form, { label, face, kind, start, stop }: CheckBarOptions) {
    this.#form = form;
    const { t, page } = form;
    this.#check = button(label, start, face, kind);
    this.#stop = button(t("run.stop"), stop, ICONS.stop);
    this.#stop.hidden = true;
    this.#progress.setAttribute("aria-label", t("studio.progress"));
    const row = h("div", { class: "ks-row" }, this.#check, this.#stop, this.#progress);
    this.element = h("div", { class: "ks-check-bar" }, row, this.#said);
    page.onKernel(() => this.#showWaiting());
  }

  /** A button that has the focus must not vanish from under it. */
  begin(text: string): void {
    this.#stop.hidden = false;
    this.#check.disabled = true;
    if (document.activeElement === document.body || document.activeElement === this.#check)
      this.#stop.focus();
    this.#progress.hidden = false;
    delete this.element.dataset["outcome"];
    this.progress(0, text);
  }

  progress(fraction: number, text: string): void {
    this.#progress.value = fraction;
    this.#waiting = text;
    this.#showWaiting();
  }

  end(text: string, outcome: "good" | "bad" | "none"): void {
    const stopping = document.activeElement === this.#stop;
    this.#waiting = "";
    this.#check.disabled = false;
    this.#stop.hidden = true;
    this.#progress.hidden = true;
    this.#said.textContent = text;
    this.element.dataset["outcome"] = outcome;
    if (stopping) this.#check.focus();
  }

  /** The document has changed since. */
  outdated(): void {
    if (!this.element.dataset["outcome"] || this.element.dataset["outcome"] === "old") return;
    this.element.dataset["outcome"] = "old";
    this.#said.textContent = this.#form.t("studio.outdated");
  }

  #showWaiting(): void {
    if (!this.#waiting) return;
    const { state } = this.#form.page.kernel;
    const starting = state === "cold" || state === "booting";
    this.#said.textContent = starting ? `${this.#form.page.kernelText}` : this.#waiting;
  }
}
