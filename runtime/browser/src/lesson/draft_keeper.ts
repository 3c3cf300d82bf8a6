/** Keeps a task's code safe: every few seconds while it changes, and as an event when the learner leaves it. */
import { MAX_CODE } from "../progress/event.ts";
import type { Link } from "./link.ts";

const INTERVAL_MS = 5000;

export class DraftKeeper {
  readonly #link: Link;
  readonly #course: string;
  readonly #task: string;
  readonly #read: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Changed since it was last handed over on leaving. */
  #dirty = false;
  /** Called when code has been handed to the shell. */
  onsaved: () => void = () => {};

  constructor(link: Link, course: string, task: string, read: () => string) {
    this.#link = link;
    this.#course = course;
    this.#task = task;
    this.#read = read;
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
    link.on("reload", () => this.leave());
  }

  changed(): void {
    this.#dirty = true;
    this.#timer ??= setTimeout(() => this.#save(false), INTERVAL_MS);
  }

  /** What stands there was kept before: handed in once more it would look newer than what came meanwhile. */
  restored(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dirty = false;
  }

  /** The learner runs the code, or turns to something else. */
  leave(): void {
    if (this.#dirty) this.#save(true);
  }

  #save(leaving: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const code = this.#read();
    if (code.length > MAX_CODE) return; // pasted by mistake: the last one that fits is kept
    if (leaving) this.#dirty = false;
    this.#link.send({ type: "draft", course: this.#course, task: this.#task, code, leaving });
    this.onsaved();
  }
}
