/** A program in the form: the editor of the lesson pages. */
import { h } from "../dom.ts";
import { CodePane } from "../lesson/code_pane.ts";
import type { Form } from "./form.ts";
import { type Path, pointerOf } from "./json_path.ts";

export interface CodeOptions {
  label: string;
  path: Path;
  code: string;
  hint?: string;
  write(code: string): void;
  /** Ctrl+Enter. */
  run(): void;
}

export function codeField(form: Form, options: CodeOptions): HTMLElement {
  const pane = new CodePane(form.page, options.code, options.label, {
    changed: () => options.write(pane.code),
    run: options.run,
    check: options.run,
  });
  void pane.attach();
  const said = h("p", { class: "ks-fault", hidden: true });
  const hint = options.hint ? h("p", { class: "ks-field-hint" }, options.hint) : null;
  const label = h("p", { class: "ks-label" }, options.label);
  return h(
    "div",
    { class: "ks-field", "data-pointer": pointerOf(options.path) },
    label,
    hint,
    pane.element,
    said,
  );
}
