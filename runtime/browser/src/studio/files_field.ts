/** The text files that a test puts beside the program. */
import { h } from "../dom.ts";
import { isRecord } from "../guards.ts";
import { ICONS } from "../icons.ts";
import { area, button, type Form, faultPlace, field, tool } from "./form.ts";
import { getAt, type Path } from "./json_path.ts";
import { SIGNS } from "./signs.ts";

export class TestFiles {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #path: Path;
  readonly #rows = h("div", { class: "ks-files" });

  constructor(form: Form, path: Path) {
    this.#form = form;
    this.#path = path;
    const { t } = form;
    const add = button(t("studio.add_file"), () => this.#add(), ICONS.plus);
    const legend = h("legend", { class: "ks-label" }, t("studio.files"));
    const hint = h("p", { class: "ks-field-hint" }, t("studio.files_hint"));
    this.element = h("fieldset", {}, legend, hint, faultPlace(path), this.#rows, add);
    this.#draw();
  }

  get #files(): [string, string][] {
    const files = getAt(this.#form.work.document, this.#path);
    return isRecord(files) ? Object.entries(files).map(([name, text]) => [name, String(text)]) : [];
  }

  #draw(): void {
    this.#rows.replaceChildren(...this.#files.map(([name, text], index) => this.#row(name, text, index)));
  }

  #row(name: string, text: string, index: number): HTMLElement {
    const { t } = this.#form;
    const title = h("input", { type: "text", autocomplete: "off", value: name });
    const content = area(text, 2);
    const changed = (): void => this.#write(index, [title.value, content.value]);
    title.addEventListener("change", changed); // at its end: half a name may be another file's
    content.addEventListener("input", changed);
    const remove = tool(t("studio.remove_file", { name }), SIGNS.bin, () => {
      this.#keep(this.#files.toSpliced(index, 1));
      this.#draw();
    });
    const place = (part: string): Path => [...this.#path, `$${part}${index}`];
    return h(
      "div",
      { class: "ks-row ks-file" },
      field(title, { label: t("studio.file_name"), path: place("name") }),
      field(content, { label: t("studio.file_content"), path: place("content") }),
      remove,
    );
  }

  #add(): void {
    const files = this.#files;
    let number = 1;
    while (files.some(([name]) => name === `data${number}.txt`)) number += 1;
    this.#keep([...files, [`data${number}.txt`, ""]]);
    this.#draw();
    this.#rows.lastElementChild?.querySelector("input")?.select();
  }

  #write(index: number, file: [string, string]): void {
    const others = this.#files.toSpliced(index, 1);
    if (others.some(([name]) => name === file[0])) this.#draw();
    else this.#keep(this.#files.with(index, file));
  }

  #keep(files: [string, string][]): void {
    this.#form.work.edit(this.#path, files.length ? Object.fromEntries(files) : undefined);
  }
}
