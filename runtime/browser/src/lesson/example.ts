/** A runnable example in the theory: Run, Edit in place, Reset, and what it prints. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Limits } from "../protocol.ts";
import { CodePane } from "./code_pane.ts";
import type { Page } from "./page.ts";
import { Runner } from "./runner.ts";

const LIMITS: Limits = { time_ms: 10_000, memory_mb: 128, output_kb: 64 };

export class Example {
  readonly #page: Page;
  readonly #block: HTMLElement;
  readonly #original: string;
  readonly #runner: Runner;
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #edit: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  #pane: CodePane | null = null;

  /** @param block the highlighted code, as the builder made it. */
  constructor(block: HTMLElement, page: Page, number: number) {
    this.#page = page;
    this.#block = block;
    this.#original = (block.querySelector("pre code, pre") ?? block).textContent ?? "";
    this.#runner = new Runner(page);
    const make = (key: string, path: string, onclick: () => void): HTMLButtonElement => {
      const name = page.t("run.of_example", { action: page.t(key), number });
      return h(
        "button",
        { type: "button", class: "ks-quiet", "aria-label": name, onclick },
        icon(path),
        page.t(key),
      );
    };
    this.#run = make("run.run", ICONS.run, () => this.#start());
    this.#stop = make("run.stop", ICONS.stop, () => this.#runner.stop());
    this.#edit = make("run.edit", ICONS.edit, () => void this.#openEditor());
    this.#reset = make("run.reset", ICONS.reset, () => this.#restore());
    this.#stop.hidden = this.#reset.hidden = true;
    const tools = h("div", { class: "ks-example-tools" }, this.#run, this.#stop, this.#edit, this.#reset);
    const frame = h("div", { class: "ks-example" });
    block.replaceWith(frame);
    frame.append(block, tools, this.#runner.element);
    this.#runner.onbusy = (busy) => this.#showBusy(busy);
    this.#runner.onerror = (error) => {
      if (error.line !== null) this.#pane?.mark(error.line, `${error.type}: ${error.message}`);
    };
    page.onKernel(() => this.#runner.prepare(this.#code));
    this.#runner.prepare(this.#code);
  }

  get #code(): string {
    return this.#pane?.code ?? this.#original;
  }

  #start(): void {
    if (this.#runner.busy) return;
    this.#pane?.unmark();
    this.#runner.run(this.#code, LIMITS);
  }

  async #openEditor(): Promise<void> {
    this.#page.link.send({ type: "wake" });
    const label = this.#page.t("editor.example");
    const pane = new CodePane(this.#page, this.#original.replace(/\n$/, ""), label, {
      changed: () => this.#runner.prepare(pane.code),
      run: () => this.#start(),
    });
    this.#pane = pane;
    this.#block.replaceWith(pane.element);
    this.#edit.hidden = true;
    this.#reset.hidden = false;
    await pane.attach();
    pane.focus();
  }

  #restore(): void {
    this.#pane?.replace(this.#original.replace(/\n$/, ""));
    this.#pane?.unmark();
    if (!this.#runner.busy) this.#runner.clear();
  }

  #showBusy(busy: boolean): void {
    const hadFocus = document.activeElement === (busy ? this.#run : this.#stop);
    this.#run.hidden = busy;
    this.#stop.hidden = !busy;
    if (hadFocus) (busy ? this.#stop : this.#run).focus();
  }
}

/** Make every Python block of the theory runnable, but those marked `norun`. */
export function makeExamples(theory: HTMLElement, page: Page): void {
  const blocks = theory.querySelectorAll<HTMLElement>(".language-python:not(.norun)");
  const outer = [...blocks].filter((block) => !block.parentElement?.closest(".language-python"));
  outer.forEach((block, index) => {
    const whole = block.matches("code") ? (block.closest("pre") ?? block) : block;
    if (!whole.matches(".norun")) new Example(whole as HTMLElement, page, index + 1);
  });
}
