/** The first part of both forms: what it is called, in which languages, and for a task what to do. */
import { h } from "../dom.ts";
import { button, card, checkBox, type Form, field, focusField, type Section, textField } from "./form.ts";
import { textAt } from "./json_path.ts";
import { idFrom } from "./kinds.ts";
import { isLanguage, readText } from "./localised.ts";
import { languageName, peopleText } from "./texts.ts";

export interface AboutActions {
  /** Other languages are shown from now on. */
  languages(chosen: string[]): void;
}

export class About implements Section {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #body = h("div", { class: "ks-card-body" });
  readonly #actions: AboutActions;
  /** The id follows the title until somebody writes one. */
  #followsTitle = false;

  constructor(form: Form, actions: AboutActions) {
    this.#form = form;
    this.#actions = actions;
    this.element = card("about", form.t("studio.about"), this.#body);
    this.#body.addEventListener("input", (event) => this.#typed(event.target as HTMLElement));
  }

  draw(): void {
    const { work, t } = this.#form;
    this.#followsTitle = textAt(work.document, ["id"]) === "";
    const title = { label: t("studio.title"), path: ["title"], rows: 0, hint: t("studio.title_hint") };
    const id = { label: t("studio.id"), path: ["id"], hint: t(`studio.id_hint_${work.kind}`) };
    this.#body.replaceChildren(
      this.#languages(),
      peopleText(this.#form, title),
      textField(this.#form, id, (text) => text),
    );
    if (work.kind === "quiz") return;
    const about = { label: t("studio.description"), path: ["description"], rows: 6, preview: true };
    this.#body.append(peopleText(this.#form, { ...about, hint: t("studio.markdown_hint") }));
  }

  #typed(control: HTMLElement): void {
    const pointer = control.closest<HTMLElement>("[data-pointer]")?.dataset["pointer"] ?? "";
    if (pointer === "/id") this.#followsTitle = (control as HTMLInputElement).value === "";
    else if (pointer.startsWith("/title") && this.#followsTitle) this.#suggestId();
  }

  #suggestId(): void {
    const { work, languages } = this.#form;
    const titles = ["en", ...languages].map((language) =>
      readText(work.document["title"], language, languages),
    );
    const id = idFrom(titles.find((title) => title) ?? "");
    work.amend(["id"], id);
    const control = this.#body.querySelector<HTMLInputElement>('[data-pointer="/id"] input');
    if (control) control.value = id;
  }

  #languages(): HTMLElement {
    const { t, languages, page } = this.#form;
    const offered = [...new Set([...languages, "en", "ru"])].filter(isLanguage);
    const boxes = offered.map((language) =>
      checkBox(capital(languageName(language, page.language)), languages.includes(language), (wanted) => {
        const chosen = wanted ? [...languages, language] : languages.filter((each) => each !== language);
        this.#actions.languages(chosen);
      }),
    );
    for (const [index, box] of boxes.entries()) {
      const input = box.querySelector("input");
      if (input) input.disabled = languages.length === 1 && languages[0] === offered[index];
    }
    const legend = h("legend", { class: "ks-label" }, t("studio.languages"));
    const row = h("div", { class: "ks-row" }, ...boxes, this.#otherLanguage());
    return h("fieldset", { class: "ks-languages" }, legend, row);
  }

  #otherLanguage(): HTMLElement {
    const { t, languages } = this.#form;
    const control = h("input", {
      type: "text",
      class: "ks-code-letters",
      autocomplete: "off",
      maxlength: 12,
      placeholder: "de",
    });
    const add = (): void => {
      const language = control.value.trim();
      if (isLanguage(language) && !languages.includes(language))
        this.#actions.languages([...languages, language]);
      else control.focus();
    };
    control.addEventListener("keydown", (event) => {
      if (event.key === "Enter") add();
    });
    const box = field(control, { label: t("studio.other_language"), path: ["$language"], quiet: true });
    return h("div", { class: "ks-row ks-add-language" }, box, button(t("studio.add_language"), add));
  }

  focusTitle(): void {
    const first = this.#form.languages[0] ?? "";
    if (!focusField("/title")) focusField(`/title/${first}`);
  }
}

function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}
