/**
 * The part of Python that a start does not call, see splitting/split.ts: loaded while nothing runs, or at once when a
 * program calls into it before.
 */
import { CALLS, PRIMARY } from "./halves.ts";
import { unpack } from "./lz4.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What the page has of it: packed, or compiled by an earlier worker. */
export type SecondaryPart = Bytes | WebAssembly.Module;

// Student code may replace what it can reach.
const { Instance, Module, compile } = WebAssembly;

/** A function of WebAssembly around one of JavaScript, the only kind that a table holds: `() => void`. */
const WRAPPER = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00], // one type, nothing to nothing
  ...[0x02, 0x07, 0x01, 0x01, 0x66, 0x01, 0x66, 0x00, 0x00], // imports the function f.f of this type
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // and exports it as f
);

export class Secondary {
  readonly #part: Promise<SecondaryPart>;
  readonly #compiled: (module: WebAssembly.Module) => void;
  #arrived: SecondaryPart | null = null;
  #imports: WebAssembly.Imports | null = null;
  #exports: WebAssembly.Exports | null = null;
  #link: ((exports: WebAssembly.Exports) => void) | null = null;
  #loaded: Promise<void> | null = null;

  /** `compiled` hears of a module that was made here. */
  constructor(part: Promise<SecondaryPart>, compiled: (module: WebAssembly.Module) => void) {
    this.#compiled = compiled;
    this.#part = part.then((value) => {
      this.#arrived = value;
      return value;
    });
  }

  /** Stand by for a primary instance with these imports. */
  attach(primary: WebAssembly.Instance, imports: WebAssembly.Imports): void {
    const calls = primary.exports[CALLS] as WebAssembly.Table;
    const wrapper = new Instance(new Module(WRAPPER), { f: { f: () => this.#load() } });
    calls.set(0, wrapper.exports["f"]);
    this.#imports = { ...imports, [PRIMARY]: primary.exports };
  }

  /** Hear of the exports that only the secondary module has, now or when it is loaded. */
  link(link: (exports: WebAssembly.Exports) => void): void {
    this.#link = link;
    if (this.#exports) link(this.#exports);
  }

  /** From when on any program may run. */
  async arrived(): Promise<void> {
    await this.#part;
  }

  /** Load it in the background, unless that is done or under way. */
  loaded(): Promise<void> {
    this.#loaded ??= this.#prepare();
    return this.#loaded;
  }

  async #prepare(): Promise<void> {
    const part = await this.#part;
    if (!(part instanceof Module) && this.#imports) {
      const module = await compile(unpack(part));
      if (this.#imports) this.#keep(module);
    }
    this.#load();
  }

  #keep(module: WebAssembly.Module): void {
    this.#arrived = module;
    this.#compiled(module);
  }

  /** Load it now, whatever waits for it: a program is just calling one of its functions. */
  #load(): void {
    const imports = this.#imports;
    if (!imports) return;
    if (!this.#arrived) throw new Error("a program ran before all of Python was there");
    if (!(this.#arrived instanceof Module)) this.#keep(new Module(unpack(this.#arrived)));
    this.#imports = null;
    this.#exports = new Instance(this.#arrived as WebAssembly.Module, imports).exports;
    this.#link?.(this.#exports);
  }
}
