/** What workers have compiled of Python: the next worker need not do it again. */
import type { ModulePart } from "./messages.ts";

export class Modules {
  readonly #compiled = new Map<ModulePart, WebAssembly.Module>();

  get(part: ModulePart): WebAssembly.Module | undefined {
    return this.#compiled.get(part);
  }

  keep(part: ModulePart, module: WebAssembly.Module): void {
    this.#compiled.set(part, module);
  }
}
