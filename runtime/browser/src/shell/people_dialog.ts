/** The dialog of the learners: who is learning, someone new, my name and colour. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import type { Learner } from "../protocol.ts";
import { avatar } from "./avatar.ts";
import { COLOURS } from "./people.ts";

export interface PeopleActions {
  choose(id: string): void;
  add(name: string): void;
  change(name: string, colour: string): void;
  /** Only for pages from a stick. */
  connect?(): void;
}

const MAX_NAME = 40;

export class PeopleDialog {
  readonly #dialog = h("dialog", { class: "ks-people", "aria-labelledby": "ks-people-title" });
  readonly #actions: PeopleActions;

  constructor(parent: HTMLElement, actions: PeopleActions) {
    this.#actions = actions;
    this.#dialog.addEventListener("click", (event) => this.#closeOutside(event));
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#dialog.close(); // the chooser is not modal, so Escape is not built in
    });
    window.addEventListener("blur", () => this.#closeBeside()); // the learner has turned to the page in the frame
    parent.append(this.#dialog);
  }

  /** Everything about learners; modal. */
  open(t: Translate, people: Learner[], current: Learner): void {
    const parts = [this.#list(t, people, current), this.#newcomer(t), this.#about(t, current)];
    const { connect } = this.#actions;
    if (connect)
      parts.push(h("button", { type: "button", onclick: () => this.#done(connect) }, t("learner.connect")));
    this.#fill(t, parts);
    this.#dialog.showModal();
  }

  /** Who is learning today? Beside the page, which can be read and used meanwhile. */
  ask(t: Translate, people: Learner[], current: Learner): void {
    if (this.#dialog.open) return; // somebody was quicker and has opened it already
    this.#fill(t, [this.#list(t, people, current)]);
    this.#dialog.show();
  }

  #fill(t: Translate, parts: HTMLElement[]): void {
    if (this.#dialog.open) this.#dialog.close();
    const close = h(
      "button",
      {
        type: "button",
        class: "ks-close",
        "aria-label": t("shell.close"),
        onclick: () => this.#dialog.close(),
      },
      icon(ICONS.cross),
    );
    const title = h("h2", { id: "ks-people-title" }, t("learner.title"));
    this.#dialog.replaceChildren(h("div", { class: "ks-people-head" }, title, close), ...parts);
  }

  #list(t: Translate, people: Learner[], current: Learner): HTMLElement {
    const items = people.map((learner) => {
      const isCurrent = learner.id === current.id;
      const choose = (): void => this.#done(() => this.#actions.choose(learner.id));
      const name = h("span", { class: "ks-people-name" }, learner.name);
      const note = isCurrent ? h("span", { class: "ks-people-now" }, t("learner.current")) : null;
      const attributes = { type: "button", onclick: choose, "aria-current": isCurrent ? "true" : undefined };
      return h("li", {}, h("button", attributes, avatar(learner), name, note));
    });
    return h("ul", { class: "ks-people-list" }, ...items);
  }

  #newcomer(t: Translate): HTMLElement {
    const name = nameField();
    const label = h("label", {}, h("span", {}, t("learner.new")), name);
    const button = h("button", { type: "submit" }, icon(ICONS.plus), t("learner.add"));
    const form = h("form", { class: "ks-people-form" }, h("div", { class: "ks-people-row" }, label, button));
    onSubmit(form, () => this.#done(() => this.#actions.add(name.value)));
    return form;
  }

  #about(t: Translate, current: Learner): HTMLElement {
    const name = nameField(current.name);
    const label = h("label", {}, h("span", {}, t("learner.name")), name);
    const colours = COLOURS.map((colour, index) => colourField(t, colour, index, current.colour));
    const legend = h("legend", {}, t("learner.colour"));
    const palette = h("fieldset", { class: "ks-palette" }, legend, ...colours);
    const button = h("button", { type: "submit" }, t("learner.save"));
    const form = h("form", { class: "ks-people-form" }, label, palette, button);
    onSubmit(form, () => {
      const chosen = String(new FormData(form).get("colour") ?? current.colour);
      this.#done(() => this.#actions.change(name.value, chosen));
    });
    const summary = h("summary", {}, t("learner.about"));
    return h("details", { class: "ks-people-about" }, summary, form);
  }

  #done(action: () => void): void {
    this.#dialog.close();
    action();
  }

  #closeBeside(): void {
    const inFrame = document.activeElement instanceof HTMLIFrameElement;
    if (inFrame && this.#dialog.open && !this.#dialog.matches(":modal")) this.#dialog.close();
  }

  #closeOutside(event: MouseEvent): void {
    if (event.target === this.#dialog && this.#dialog.matches(":modal")) this.#dialog.close();
  }
}

function nameField(value = ""): HTMLInputElement {
  const field = h("input", { type: "text", maxlength: MAX_NAME, required: true, autocomplete: "off", value });
  field.pattern = ".*\\S.*";
  return field;
}

function colourField(t: Translate, colour: string, index: number, current: string): HTMLElement {
  const radio = h("input", { type: "radio", name: "colour", value: colour, checked: colour === current });
  radio.setAttribute("aria-label", t(`learner.colour_${index + 1}`));
  const swatch = h("span", { "aria-hidden": "true" });
  swatch.style.backgroundColor = colour;
  return h("label", {}, radio, swatch);
}

function onSubmit(form: HTMLFormElement, action: () => void): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    action();
  });
}
