/** The program's window: what it prints as it prints it, and a line to type in when it asks. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { showControls } from "./controls.ts";

type Stream = "stdout" | "stderr" | "typed" | "note";

/** More than a person reads; a page with megabytes of text would stall. */
const MAX_SHOWN = 100_000;

export class Console {
  readonly element: HTMLElement;
  readonly #text = h("div", { class: "ks-console-text", role: "log", tabindex: 0 });
  readonly #t: Translate;
  #pending: { stream: Stream; text: string }[] = [];
  #frame = 0;
  #length = 0;
  #form: HTMLFormElement | null = null;

  constructor(t: Translate) {
    this.#t = t;
    this.#text.setAttribute("aria-label", t("run.output"));
    this.element = h("div", { class: "ks-console", hidden: true }, this.#text);
  }

  clear(): void {
    this.#pending = [];
    this.#length = 0;
    this.#form = null;
    this.#text.replaceChildren();
    this.element.hidden = true;
  }

  /** Pieces are gathered and shown once a frame, however fast the program prints. */
  write(stream: Stream, text: string): void {
    if (!text || this.#length > MAX_SHOWN) return;
    const piece = showControls(text.slice(0, MAX_SHOWN - this.#length));
    this.#length += text.length;
    this.#push(stream, piece);
    if (this.#length > MAX_SHOWN) this.#push("note", `\n${this.#t("run.cut")}`);
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Whether anything printed so far ends like this. */
  endsWith(text: string): boolean {
    this.flush();
    return (this.#text.textContent ?? "").trimEnd().endsWith(showControls(text).trimEnd());
  }

  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (this.#pending.length === 0) return;
    const atEnd = this.#text.scrollHeight - this.#text.scrollTop - this.#text.clientHeight < 40;
    this.#text.append(...this.#pending.map(({ stream, text }) => h("span", { class: `ks-${stream}` }, text)));
    this.#pending = [];
    this.element.hidden = false;
    if (atEnd) this.#text.scrollTop = this.#text.scrollHeight;
  }

  /** An input line after what is printed. Enter sends it, Ctrl+D says there is no more (null). */
  ask(prompt: string, answer: (line: string | null) => void): void {
    if (prompt && !this.endsWith(prompt)) this.write("stdout", prompt);
    this.flush();
    this.element.hidden = false;
    const name = prompt.trim() || this.#t("run.input");
    const field = h("input", {
      type: "text",
      "aria-label": name,
      autocomplete: "off",
      autocapitalize: "off",
    });
    field.spellcheck = false;
    const send = h("button", { type: "submit" }, this.#t("run.enter"));
    const form = h("form", { class: "ks-ask" }, field, send);
    const finish = (line: string | null): void => {
      this.endInput();
      this.write("typed", line === null ? "\n" : `${line}\n`);
      answer(line);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(field.value);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "d" || !event.ctrlKey) return;
      event.preventDefault();
      finish(null);
    });
    this.#form = form;
    this.#text.append(form);
    field.focus();
    this.#text.scrollTop = this.#text.scrollHeight;
  }

  /** Take the input line away, as when the program was stopped. */
  endInput(): void {
    this.#form?.remove();
    this.#form = null;
  }

  #push(stream: Stream, text: string): void {
    const last = this.#pending.at(-1);
    if (last?.stream === stream) last.text += text;
    else this.#pending.push({ stream, text });
  }
}
