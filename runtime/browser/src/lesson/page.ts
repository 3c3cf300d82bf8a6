/** What every part of a lesson page shares: texts, the line to the shell, the kernel's state, the learner's progress. */
import { kernelText } from "../kernel_state.ts";
import type { Translate } from "../messages.ts";
import { MAX_CODE } from "../progress/event.ts";
import type { KernelState, Progress } from "../protocol.ts";
import { Link } from "./link.ts";
import { Programs } from "./programs.ts";

const FONT_SIZES = { least: 12, most: 28, step: 2 } as const;

export class Page {
  readonly t: Translate;
  readonly language: string;
  /** Address of the folder with our scripts. */
  readonly assets: string;
  readonly link = new Link();
  readonly programs = new Programs(this.link);
  kernel: { state: KernelState; fraction: number; interactive: boolean };
  progress: Progress = { lessons: {}, tasks: {}, questions: {} };
  #font = 16;
  readonly #kernelListeners: (() => void)[] = [];
  readonly #progressListeners: (() => void)[] = [];
  readonly #fontListeners: (() => void)[] = [];

  constructor(t: Translate, language: string, assets: string) {
    this.t = t;
    this.language = language;
    this.assets = assets;
    this.kernel = { state: "cold", fraction: 0, interactive: "Suspending" in WebAssembly };
    this.link.on("kernel", ({ state, fraction, interactive }) =>
      this.#kernelChanged(state, fraction, interactive),
    );
    this.link.on("welcome", (message) => {
      this.#showFont(message.font);
      this.#progressChanged(message.progress);
    });
    this.link.on("progress", (message) => this.#progressChanged(message.progress));
  }

  get kernelText(): string {
    return kernelText(this.t, this.kernel.state, this.kernel.fraction);
  }

  onKernel(listener: () => void): void {
    this.#kernelListeners.push(listener);
  }

  onProgress(listener: () => void): void {
    this.#progressListeners.push(listener);
  }

  onFont(listener: () => void): void {
    this.#fontListeners.push(listener);
  }

  /** Why this code cannot be handed in; empty when it can. */
  refusal(code: string): string {
    return code.length > MAX_CODE ? this.t("run.too_long", { most: MAX_CODE }) : "";
  }

  /** One step larger or smaller letters in every editor, now and next time. */
  changeFont(direction: 1 | -1): void {
    const size = this.#font + direction * FONT_SIZES.step;
    this.#showFont(Math.max(FONT_SIZES.least, Math.min(FONT_SIZES.most, size)));
    this.link.send({ type: "font", size: this.#font });
  }

  #showFont(size: number): void {
    this.#font = size;
    document.documentElement.style.setProperty("--ks-code-size", `${size}px`);
    for (const listener of this.#fontListeners) listener();
  }

  #kernelChanged(state: KernelState, fraction: number, interactive: boolean): void {
    this.kernel = { state, fraction, interactive: interactive && "Suspending" in WebAssembly };
    for (const listener of this.#kernelListeners) listener();
  }

  #progressChanged(progress: Progress): void {
    this.progress = progress;
    for (const listener of this.#progressListeners) listener();
  }
}
