/** What every part of the form shares: the work, its languages, the texts, and ways to change it. */
import { h, icon } from "../dom.ts";
import type { Page } from "../lesson/page.ts";
import type { Translate } from "../messages.ts";
import { getAt, type Path, pointerOf } from "./json_path.ts";
import type { Work } from "./work.ts";

export interface Form {
  readonly page: Page;
  readonly t: Translate;
  readonly work: Work;
  /** Languages of the document's texts, its first one first. */
  readonly languages: readonly string[];
  /** The task is the task.json of a folder: tests, checker and programs may stand in files beside it. */
  readonly hasFolder: boolean;
}

/** A part of the form that draws itself anew. */
export interface Section {
  element: HTMLElement;
  draw(): void;
}

export interface FieldOptions {
  label: string;
  path: Path;
  hint?: string;
  /** Named for screen readers only: the column's heading or the place says it to the eye. */
  quiet?: boolean;
}

let lastId = 0;

/** An id for this page that nobody else has. */
export function freshId(): string {
  lastId += 1;
  return `ks-field-${lastId}`;
}

/** A control with its label, hint, and a place for what is wrong with it. */
export function field(control: HTMLElement, { label, path, hint, quiet = false }: FieldOptions): HTMLElement {
  const id = freshId();
  control.id = id;
  const name = h("label", { for: id, class: quiet ? "ks-visually-hidden" : "ks-label" }, label);
  const about = hint ? h("p", { class: "ks-field-hint", id: `${id}-hint` }, hint) : null;
  const said = h("p", { class: "ks-fault", id: `${id}-fault`, hidden: true });
  control.setAttribute("aria-describedby", `${hint ? `${id}-hint ` : ""}${id}-fault`);
  return h("div", { class: "ks-field", "data-pointer": pointerOf(path) }, name, about, control, said);
}

/** A place for what is wrong with a whole group, such as a list. */
export function faultPlace(path: Path): HTMLElement {
  return h(
    "div",
    { "data-pointer": pointerOf(path) },
    h("p", { class: "ks-fault", hidden: true, tabindex: -1 }),
  );
}

/** What a text field shows of a value: numbers of a file that should have been texts can be seen, and mended. */
export function shown(value: unknown): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}

type Writes = (text: string) => unknown;
const OPTIONAL: Writes = (text) => text || undefined;

export function textField(form: Form, options: FieldOptions, write: Writes = OPTIONAL): HTMLElement {
  const control = h("input", {
    type: "text",
    autocomplete: "off",
    value: shown(getAt(form.work.document, options.path)),
  });
  control.addEventListener("input", () => form.work.edit(options.path, write(control.value)));
  return field(control, options);
}

export function areaField(
  form: Form,
  options: FieldOptions,
  write: Writes = OPTIONAL,
  rows = 1,
): HTMLElement {
  const control = area(shown(getAt(form.work.document, options.path)), rows);
  control.addEventListener("input", () => form.work.edit(options.path, write(control.value)));
  return field(control, options);
}

/** A box that grows with its text. */
export function area(text: string, rows: number): HTMLTextAreaElement {
  const control = h("textarea", { rows, spellcheck: "false" });
  control.value = text;
  const fit = (): void => {
    control.rows = Math.min(14, Math.max(rows, control.value.split("\n").length));
  };
  control.addEventListener("input", fit);
  fit();
  return control;
}

/** Empty: the field is left out. What is no number stays a text, for the schema to name. */
export function numberField(form: Form, options: FieldOptions, usual: string): HTMLElement {
  const value = getAt(form.work.document, options.path);
  const control = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    class: "ks-number",
    placeholder: usual,
    value: shown(value),
  });
  control.addEventListener("input", () => form.work.edit(options.path, readNumber(control.value)));
  return field(control, options);
}

/** @example readNumber("2,5") // 2.5 */
export function readNumber(text: string): number | string | undefined {
  const plain = text.trim().replace(",", ".");
  if (!plain) return undefined;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

export interface Choice {
  value: string;
  label: string;
}

export function selectField(
  options: FieldOptions,
  choices: readonly Choice[],
  value: string,
  choose: (value: string) => void,
): HTMLElement {
  const control = h(
    "select",
    {},
    ...choices.map((choice) => h("option", { value: choice.value }, choice.label)),
  );
  control.value = value;
  control.addEventListener("change", () => choose(control.value));
  return field(control, options);
}

export function checkBox(label: string, checked: boolean, change: (checked: boolean) => void): HTMLElement {
  const control = h("input", { type: "checkbox", checked });
  control.addEventListener("change", () => change(control.checked));
  return h("label", { class: "ks-box" }, control, h("span", {}, label));
}

export function button(
  label: string,
  onclick: () => void,
  face?: string,
  kind = "ks-quiet",
): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: kind, onclick },
    face ? icon(face) : null,
    h("span", {}, label),
  );
}

/** A button that shows only its sign. */
export function tool(label: string, face: string, onclick: () => void): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: "ks-tool", "aria-label": label, title: label, onclick },
    icon(face),
  );
}

/** A card with a heading. */
export function card(id: string, title: string, ...content: (Node | null)[]): HTMLElement {
  const heading = h("h2", { id: `${id}-title`, tabindex: -1 }, title);
  return h("section", { class: "ks-card", id, "aria-labelledby": `${id}-title` }, heading, ...content);
}

/** Put the keyboard's focus on a control of this field once it is there. */
export function focusField(pointer: string): boolean {
  const place = [...document.querySelectorAll<HTMLElement>("[data-pointer]")].find(
    (each) => each.dataset["pointer"] === pointer,
  );
  const control = place?.querySelector<HTMLElement>("input, textarea, select, .cm-content, .ks-fault");
  for (let box = control?.closest("details"); box; box = box.parentElement?.closest("details"))
    box.open = true;
  control?.scrollIntoView({ block: "center" });
  control?.focus({ preventScroll: true });
  return control !== undefined && control !== null;
}
