/** A dialog to paste many tests into. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { area, button } from "./form.ts";

export class PasteBox {
  readonly element: HTMLDialogElement;
  readonly #text = area("", 8);
  readonly #said = h("p", { class: "ks-fault", role: "alert" });

  /** `take` says how many tests it found in the text. */
  constructor(t: Translate, take: (text: string) => number) {
    const add = (): void => {
      if (take(this.#text.value)) this.element.close();
      else this.#said.textContent = t("studio.paste_none");
    };
    const label = h("label", { class: "ks-label" }, t("studio.paste_title"), this.#text);
    const actions = h(
      "div",
      { class: "ks-row" },
      button(t("studio.paste_add"), add, undefined, "ks-strong"),
      button(t("studio.cancel"), () => this.element.close()),
    );
    const hint = h("p", { class: "ks-field-hint" }, t("studio.paste_hint"));
    const example = h("pre", { class: "ks-sample", tabindex: 0 }, t("studio.paste_example"));
    this.element = h("dialog", { class: "ks-dialog" }, hint, example, label, this.#said, actions);
    this.element.setAttribute("aria-label", t("studio.paste_many"));
  }

  open(): void {
    this.#text.value = "";
    this.#said.textContent = "";
    this.element.showModal();
    this.#text.focus();
  }
}
