/** What the bar's button for people opens for somebody who is signed in. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import type { Learner } from "../protocol.ts";
import { avatar } from "../shell/avatar.ts";

export interface MenuActions {
  signOut(): Promise<void>;
}

export class Menu {
  readonly #dialog = h("dialog", { class: "ks-people", "aria-labelledby": "ks-school-title" });
  readonly #actions: MenuActions;

  constructor(parent: HTMLElement, actions: MenuActions) {
    this.#actions = actions;
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    parent.append(this.#dialog);
  }

  open(t: Translate, learner: Learner, language: string): void {
    const close = h(
      "button",
      {
        type: "button",
        class: "ks-close",
        "aria-label": t("school.close"),
        onclick: () => this.#dialog.close(),
      },
      icon(ICONS.cross),
    );
    const title = h("h2", { id: "ks-school-title" }, t("school.signed_in_as", { name: learner.name }));
    const out = h("button", { type: "button", class: "ks-school-out" }, t("school.sign_out"));
    out.addEventListener("click", () => {
      out.disabled = true;
      out.textContent = t("school.signing_out");
      void this.#actions.signOut();
    });
    const mine = h("a", { href: `/school/${language}/classes` }, t("school.my_classes"));
    const work = h("a", { href: `/school/${language}/bring` }, t("school.other_work"));
    const links = h("ul", { class: "ks-school-links" }, h("li", {}, mine), h("li", {}, work));
    this.#dialog.replaceChildren(
      h("div", { class: "ks-people-head" }, avatar(learner), title, close),
      links,
      h("p", {}, t("school.kept")),
      out,
    );
    this.#dialog.showModal();
  }
}
