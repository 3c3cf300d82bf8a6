/** Fields for texts in several languages, with how they will look. */
import { h } from "../dom.ts";
import { area, type FieldOptions, type Form, field } from "./form.ts";
import { getAt, type Path } from "./json_path.ts";
import { readText, writeText } from "./localised.ts";
import { renderMarkdown } from "./markdown.ts";

export interface TextOptions extends FieldOptions {
  /** Lines of the box; 0 for a field of one line. */
  rows: number;
  /** Show what the Markdown will look like. */
  preview?: boolean;
  /** The field may be missing: it is taken out when it is empty. */
  optional?: boolean;
}

/** One field a language; each under its language's name when there are several. */
export function peopleText(form: Form, options: TextOptions): HTMLElement {
  const group = h("div", { class: "ks-people-text" });
  for (const language of form.languages) group.append(inLanguage(form, options, language));
  return group;
}

function inLanguage(form: Form, options: TextOptions, language: string): HTMLElement {
  const { work, languages } = form;
  const several = languages.length > 1;
  const value = (): unknown => getAt(work.document, options.path);
  const text = readText(value(), language, languages);
  const control = options.rows
    ? area(text, options.rows)
    : h("input", { type: "text", autocomplete: "off", value: text });
  control.lang = language;
  const shared = language === languages[0] ? "" : readText(value(), languages[0] ?? "", languages);
  if (shared && typeof value() === "string") control.placeholder = form.t("studio.same", { text: shared });
  control.spellcheck = true;
  const preview = options.preview ? new Preview(form, language, text) : null;
  control.addEventListener("input", () => {
    const written = writeText(value(), language, control.value, languages);
    work.edit(options.path, written === "" && options.optional ? undefined : written);
    preview?.show(control.value);
  });
  const label = several ? `${options.label} (${languageName(language, form.page.language)})` : options.label;
  const first = language === languages[0];
  const { hint, ...plain } = options;
  const box = field(control, {
    ...plain,
    ...(hint && first ? { hint } : {}),
    label,
    path: placeOf(form, options.path, language),
  });
  if (!preview) return box;
  return h("div", { class: "ks-with-preview" }, box, preview.element);
}

/** A fault of one language's text stands at that language; one of the whole text at the first. */
function placeOf(form: Form, path: Path, language: string): Path {
  const value = getAt(form.work.document, path);
  const whole = typeof value !== "object" || value === null;
  return whole && language === form.languages[0] ? path : [...path, language];
}

/** @example languageName("ru", "en") // "Russian" */
export function languageName(language: string, inLanguage: string): string {
  return new Intl.DisplayNames([inLanguage], { type: "language", fallback: "code" }).of(language) ?? language;
}

class Preview {
  readonly element: HTMLElement;
  readonly #body = h("div", { class: "ks-preview-body" });
  readonly #form: Form;
  #frame = 0;

  constructor(form: Form, language: string, text: string) {
    this.#form = form;
    this.#body.lang = language;
    const title = h("p", { class: "ks-preview-title", "aria-hidden": "true" }, form.t("studio.preview"));
    this.element = h("div", { class: "ks-preview", role: "region" }, title, this.#body);
    this.element.setAttribute(
      "aria-label",
      `${form.t("studio.preview")} (${languageName(language, form.page.language)})`,
    );
    this.show(text);
  }

  /** Drawn once a frame, however fast somebody types. */
  show(text: string): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw(text));
  }

  #draw(text: string): void {
    if (text.trim()) this.#body.replaceChildren(renderMarkdown(text));
    else this.#body.replaceChildren(h("p", { class: "ks-nothing" }, this.#form.t("studio.preview_empty")));
  }
}
