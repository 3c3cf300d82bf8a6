/** What workers have compiled of Python: the next worker need not do it again. */
import type { ModulePart } from "./messages.ts";

export class Modules {
  readonly #compiled = new Map<ModulePart, WebAssembly.Module>();
  /** Resolves when the first worker is past what keeps every processor busy. */
  readonly primary: Promise<void>;
  #keptPrimary = (): void => {};

  constructor() {
    this.primary = new Promise((resolve) => {
      this.#keptPrimary = resolve;
    });
  }

  get(part: ModulePart): WebAssembly.Module | undefined {
    return this.#compiled.get(part);
  }

  keep(part: ModulePart, module: WebAssembly.Module): void {
    this.#compiled.set(part, module);
    if (part === "primary") this.#keptPrimary();
  }
}
