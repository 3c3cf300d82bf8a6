/** A place for code: plain text until the editor is there, with the editor's tool buttons above it. */
import { h, icon, loadScript } from "../dom.ts";
import type { CodeEditor, EditorModule } from "../editor/api.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import type { Page } from "./page.ts";
import { isDark, onScheme } from "./scheme.ts";

export interface CodeActions {
  changed(): void;
  run(): void;
  /** Left out where there is nothing to check. */
  check?(): void;
}

/** CodeMirror's phrases, by the keys of our texts. */
const PHRASES = {
  Find: "find",
  Replace: "replace_with",
  next: "next",
  previous: "previous",
  all: "all",
  "match case": "match_case",
  "by word": "by_word",
  regexp: "regexp",
  replace: "replace",
  "replace all": "replace_all",
  close: "close",
  "current match": "current_match",
  "on line": "on_line",
  "replaced $ matches": "replaced",
  "replaced match on line $": "replaced_on_line",
  "Go to line": "go_to_line",
  go: "go",
  "Control character": "control_character",
  "Selection deleted": "selection_deleted",
} as const;

export class CodePane {
  readonly element: HTMLElement;
  readonly #page: Page;
  readonly #label: string;
  readonly #actions: CodeActions;
  readonly #host: HTMLElement;
  #code: string;
  #editor: CodeEditor | null = null;
  #fault: { line: number; message: string } | null = null;

  constructor(page: Page, code: string, label: string, actions: CodeActions) {
    this.#page = page;
    this.#code = code;
    this.#label = label;
    this.#actions = actions;
    this.#host = h("div", { class: "ks-code-host" }, plain(code));
    const hint = h(
      "p",
      { class: "ks-code-hint" },
      page.t(actions.check ? "editor.keys" : "editor.keys_example"),
    );
    this.element = h("div", { class: "ks-code" }, this.#tools(page.t), this.#host, hint);
  }

  get code(): string {
    return this.#code;
  }

  /** Other code in place of this; undo brings this back. */
  replace(code: string): void {
    this.#code = code;
    if (this.#editor) this.#editor.replace(code);
    else this.#host.replaceChildren(plain(code));
  }

  /** Put the editor in place; the first one loads its script. Without it the code still runs, and cannot be changed. */
  async attach(): Promise<void> {
    try {
      const { create } = await loadEditor(this.#page.assets);
      if (!this.#editor) this.#create(create);
    } catch (error) {
      this.#host.append(h("p", { class: "ks-problem", role: "alert" }, this.#page.t("editor.missing")));
      console.error(error); // a broken copy of the site: nothing that a caller could mend
    }
  }

  /** Also when the program has failed before its editor was there. */
  mark(line: number, message: string): void {
    this.#fault = { line, message };
    this.#editor?.mark(line, message);
  }

  unmark(): void {
    this.#fault = null;
    this.#editor?.unmark();
  }

  focus(): void {
    this.#editor?.focus();
  }

  #create(create: EditorModule["create"]): void {
    const { t } = this.#page;
    const hadFocus = this.#host.contains(document.activeElement);
    this.#host.replaceChildren();
    const editor = create({
      parent: this.#host,
      code: this.#code,
      label: this.#label,
      dark: isDark(),
      phrases: Object.fromEntries(
        Object.entries(PHRASES).map(([phrase, key]) => [phrase, t(`editor.search_${key}`)]),
      ),
      errorSign: t("editor.error_line"),
      onchange: (code) => {
        this.#code = code;
        this.#actions.changed();
      },
      onrun: this.#actions.run,
      oncheck: this.#actions.check ?? this.#actions.run,
    });
    this.#editor = editor;
    onScheme(() => editor.dark(isDark()));
    this.#page.onFont(() => editor.measure());
    if (this.#fault) editor.mark(this.#fault.line, this.#fault.message);
    if (hadFocus) editor.focus();
  }

  #tools(t: Translate): HTMLElement {
    const bar = h("div", { class: "ks-code-tools", role: "toolbar" });
    bar.setAttribute("aria-label", t("editor.tools"));
    bar.append(
      tool(t("editor.undo"), icon(ICONS.undo), () => this.#editor?.undo()),
      tool(t("editor.redo"), icon(ICONS.redo), () => this.#editor?.redo()),
      tool(t("editor.search"), icon(ICONS.search), () => this.#editor?.search()),
      h("span", { class: "ks-gap" }),
      tool(t("editor.smaller"), icon(ICONS.smaller), () => this.#page.changeFont(-1)),
      tool(t("editor.larger"), icon(ICONS.larger), () => this.#page.changeFont(1)),
    );
    return bar;
  }
}

/** Within the keyboard's reach: whoever goes there wants the editor, which shows an empty last line, too. */
function plain(code: string): HTMLElement {
  return h("pre", { class: "ks-code-plain", tabindex: 0 }, `${code}\n`);
}

function tool(name: string, face: Node, onclick: () => void): HTMLElement {
  return h("button", { type: "button", class: "ks-tool", "aria-label": name, title: name, onclick }, face);
}

function loadEditor(assets: string): Promise<EditorModule> {
  return loadScript(`${assets}editor.js`, () => window.knapsackEditor);
}
