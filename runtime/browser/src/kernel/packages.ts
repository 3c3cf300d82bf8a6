/** Python packages that programs import: wheels that are put into a worker when a program first names them. */
import type { Task } from "../protocol.ts";
import type { Program } from "./messages.ts";
import type { WorkerClient } from "./worker_client.ts";

/** By its name what each package can be imported as, and the packages that it needs itself. */
export type PackageIndex = Record<string, { imports: string[]; depends: string[] }>;

type Bytes = Uint8Array<ArrayBuffer>;

export class Packages {
  readonly #index: PackageIndex;
  readonly #load: (name: string) => Promise<Bytes>;
  /** The package behind each module. */
  readonly #owners: Map<string, string>;
  /** A program waits for its packages, or does so no longer. */
  onloading: (loading: boolean) => void = () => {};

  /** `load` gives a package's wheel, and rejects when that is missing. */
  constructor(index: PackageIndex, load: (name: string) => Promise<Bytes>) {
    this.#index = index;
    this.#load = load;
    const modules = Object.entries(index).flatMap(([name, { imports }]) =>
      imports.map((module) => [module, name] as const),
    );
    this.#owners = new Map(modules);
  }

  /** For programs that have Python's own library only. */
  static none(): Packages {
    return new Packages({}, (name) => Promise.reject(new RangeError(`there is no package ${name}`)));
  }

  /** Put into a worker what these texts of Python name and it has not got yet. Rejects when a wheel is missing. */
  async equip(worker: WorkerClient, texts: readonly string[]): Promise<void> {
    const modules = this.modulesIn(texts);
    const missing = this.#withNeeds(modules).filter((name) => !worker.installed.has(name));
    if (missing.length === 0) return;
    this.onloading(true);
    try {
      const wheels = await Promise.all(missing.map(async (name) => [name, await this.#load(name)] as const));
      await worker.install(Object.fromEntries(wheels), modules);
    } finally {
      this.onloading(false);
    }
  }

  /**
   * Modules of packages that stand as words in the texts. To have one that is never imported costs little, to miss one
   * that is imported by its name in a string would cost a program.
   */
  modulesIn(texts: readonly string[]): string[] {
    if (this.#owners.size === 0) return [];
    const words = texts.flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);
    return [...new Set(words)].filter((word) => this.#owners.has(word));
  }

  /** The packages behind these modules and all that they need, each once. */
  #withNeeds(modules: readonly string[]): string[] {
    const found = new Set<string>();
    const pending = modules.map((module) => this.#owners.get(module) as string);
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      pending.push(...(this.#index[name]?.depends ?? []));
    }
    return [...found];
  }
}

/** All the Python that a task brings for its judge. */
export function authorTexts({ checker_source, checker }: Task): string[] {
  return [checker_source ?? "", checker.expr ?? ""];
}

/** All the Python that a program consists of. */
export function textsOf({ code, call, files = {} }: Program): string[] {
  const modules = Object.entries(files).filter(([name]) => name.endsWith(".py"));
  return [code, call ?? "", ...modules.map(([, content]) => atob(content))];
}
