/**
 * Splits a module in two, by which functions a start calls, after the design of Binaryen's wasm-split: the primary
 * module starts alone, the secondary one is loaded when a function is called that only stands there.
 *
 * What stands in the other module has a stub here, which calls it by a table that both share: slot 0 holds what loads
 * the secondary module, the slot after a function's number the function, and in the primary half at first a loader.
 * Browsers compile every function, so the primary half has only those that something in it may name, with numbers of
 * its own; the secondary half keeps the old ones. Tables, memory, globals and tags are those of the primary module.
 */

import { CALLS, PRIMARY } from "../src/kernel/worker/halves.ts";
import {
  bytes,
  join,
  KIND,
  list,
  moduleOf,
  SECTION,
  type Section,
  sectionsOf,
  signed,
  sized,
  text,
  unsigned,
} from "./binary.ts";
import { namingsIn, withFunctions } from "./instructions.ts";
import { extended } from "./instrument.ts";
import { type ExportShape, type GlobalShape, type Shape, shapeOf } from "./shape.ts";
import { type Signature, Stubs, slotOf } from "./stubs.ts";

type Bytes = Uint8Array;

const [END, I32_CONST, I32, MUTABLE] = [0x0b, 0x41, 0x7f, 0x01];
const [FUNCREF, WITH_MAXIMUM, ACTIVE_IN_TABLE, FUNCTION_INDICES] = [0x70, 0x01, 0x02, 0x00];
/** The slot whose function a stub calls. */
const VARIABLE = bytes(I32, MUTABLE, I32_CONST, 0, END);

interface Halves {
  primary: Uint8Array<ArrayBuffer>;
  secondary: Uint8Array<ArrayBuffer>;
}

/**
 * `called` are functions by their number among those of the module itself; all others go into the secondary module.
 * So do the exports that `isNeeded` has no use for: what JavaScript sees of a module costs time for every name.
 *
 * Throws RangeError for a module that has variables of its own after its constants.
 */
export function split(
  module: Uint8Array,
  called: Iterable<number>,
  isNeeded: (name: string) => boolean = () => true,
): Halves {
  const sections = sectionsOf(module);
  const splitting = new Splitting(shapeOf(sections), new Set(called), isNeeded);
  return { primary: splitting.primary(sections), secondary: splitting.secondary(sections) };
}

/** The numbers of all functions of the module itself. */
export function allFunctions(module: Uint8Array): Iterable<number> {
  return shapeOf(sectionsOf(module)).bodies.keys();
}

class Splitting {
  readonly #shape: Shape;
  readonly #called: Set<number>;
  readonly #isNeeded: (name: string) => boolean;
  readonly #table: number;
  readonly #stubs: Stubs;
  /** Functions of the primary module by their old numbers; where one stands is its new one. */
  readonly #kept: number[];
  /** Types of functions that are called through a stub of the primary module. */
  readonly #loadedTypes: number[];

  constructor(shape: Shape, called: Set<number>, isNeeded: (name: string) => boolean) {
    this.#shape = shape;
    this.#called = called;
    this.#isNeeded = isNeeded;
    this.#table = shape.tables.length;
    this.#stubs = new Stubs(this.#table, shape.voidType);
    this.#kept = this.#reachableFromPrimary();
    const loaded = this.#kept.filter((number) => !called.has(number));
    this.#loadedTypes = [...new Set(loaded.map((number) => this.#typeOf(number)))];
    if (shape.globals.findLastIndex(({ isMutable }) => isMutable) >= this.#variables.length)
      throw new RangeError("the module has a variable after its constants");
  }

  /** Globals that change are the primary module's, and come first; the others are in both. */
  get #variables(): GlobalShape[] {
    return this.#shape.globals.filter(({ isMutable }) => isMutable);
  }

  primary(sections: Section[]): Uint8Array<ArrayBuffer> {
    const types = [...this.#kept.map((number) => this.#typeOf(number)), ...this.#loadedTypes];
    const renamed = this.#renaming();
    const contents = new Map([
      [SECTION.function as number, () => list(types.map(unsigned))],
      [SECTION.table, () => list([...this.#shape.tables, this.#slots])],
      [SECTION.global, (old: Bytes) => extended(old, [VARIABLE])],
      [SECTION.export, () => list([...this.#exportsOf(true, renamed), ...this.#sharedExports])],
      [SECTION.element, () => list([...this.#tables(renamed), ...this.#primarySlots(renamed)])],
      [SECTION.code, () => list(this.#primaryCode(renamed).map(sized))],
    ]);
    return moduleOf(
      sections.map(({ id, contents: old }) => ({ id, contents: contents.get(id)?.(old) ?? old })),
    );
  }

  secondary(sections: Section[]): Uint8Array<ArrayBuffer> {
    const kept = (id: number): Section => sections.find((section) => section.id === id) as Section;
    return moduleOf([
      kept(SECTION.type),
      { id: SECTION.import, contents: extended(kept(SECTION.import).contents, this.#imports) },
      kept(SECTION.function),
      { id: SECTION.global, contents: list(this.#constants) },
      { id: SECTION.export, contents: list(this.#exportsOf(false)) },
      { id: SECTION.element, contents: list(this.#secondarySlots()) },
      { id: SECTION.code, contents: list(this.#secondaryCode().map(sized)) },
    ]);
  }

  /** The description of the shared table. */
  get #slots(): Bytes {
    const size = unsigned(slotOf(this.#shape.bodies.length));
    return join(bytes(FUNCREF, WITH_MAXIMUM), size, size);
  }

  /** Name, kind, description and index of all that the halves share. */
  get #shared(): { name: string; kind: number; description: Bytes; index: number }[] {
    const { tables, memory, tags, imported } = this.#shape;
    const variables = this.#variables.map(({ description }) => description);
    const named = (kind: number, letter: string, descriptions: Bytes[], first = 0) =>
      descriptions.map((description, at) => ({
        name: `~${letter}${at}`,
        kind,
        description,
        index: first + at,
      }));
    return [
      ...named(KIND.table, "t", tables),
      { name: CALLS, kind: KIND.table, description: this.#slots, index: this.#table },
      ...named(KIND.memory, "m", [memory]),
      ...named(KIND.global, "g", variables, imported.globals),
      ...named(KIND.tag, "e", tags),
    ];
  }

  get #constants(): Bytes[] {
    return this.#shape.globals.filter(({ isMutable }) => !isMutable).map(({ definition }) => definition);
  }

  #exportsOf(primary: boolean, renamed = unchanged): Bytes[] {
    const entry = ({ name, kind, index }: ExportShape): Bytes =>
      exported(name, kind, kind === KIND.function ? renamed(index) : index);
    return this.#shape.exports.filter(({ name }) => this.#isNeeded(name) === primary).map(entry);
  }

  get #sharedExports(): Bytes[] {
    return this.#shared.map(({ name, kind, index }) => exported(name, kind, index));
  }

  get #imports(): Bytes[] {
    return this.#shared.map(({ name, kind, description }) =>
      join(text(PRIMARY), text(name), bytes(kind), description),
    );
  }

  /** What the module's own tables hold. */
  #tables(renamed: Renaming): Bytes[] {
    return this.#shape.elements.map(({ place, functions }) =>
      join(place, list(functions.map((index) => unsigned(renamed(index))))),
    );
  }

  #primarySlots(renamed: Renaming): Bytes[] {
    const { functions } = this.#shape.imported;
    const firstLoader = functions + this.#kept.length;
    const loaders = new Map(this.#loadedTypes.map((type, at) => [type, firstLoader + at]));
    const inSlot = (number: number): number =>
      this.#called.has(number) ? renamed(functions + number) : (loaders.get(this.#typeOf(number)) as number);
    return stretchesOf(this.#kept).map((stretch) => this.#segment(stretch, inSlot));
  }

  #secondarySlots(): Bytes[] {
    const { bodies, imported } = this.#shape;
    const own = [...bodies.keys()].filter((number) => !this.#called.has(number));
    return stretchesOf(own).map((stretch) => this.#segment(stretch, (number) => imported.functions + number));
  }

  /** Fills the slots of functions with consecutive numbers. */
  #segment(stretch: number[], inSlot: (number: number) => number): Bytes {
    const functions = stretch.map((number) => unsigned(inSlot(number)));
    const first = signed(slotOf(stretch[0] as number));
    const place = join(bytes(I32_CONST), first, bytes(END, FUNCTION_INDICES));
    return join(bytes(ACTIVE_IN_TABLE), unsigned(this.#table), place, list(functions));
  }

  #primaryCode(renamed: Renaming): Bytes[] {
    const { bodies, imported, globals } = this.#shape;
    const variable = imported.globals + globals.length;
    const kept = this.#kept.map((number) =>
      this.#called.has(number)
        ? withFunctions(bodies[number] as Bytes, renamed)
        : this.#stubs.announcing(slotOf(number), this.#signature(this.#typeOf(number)), variable),
    );
    const loaders = this.#loadedTypes.map((type) => this.#stubs.loading(this.#signature(type), variable));
    return [...kept, ...loaders];
  }

  #secondaryCode(): Bytes[] {
    return this.#shape.bodies.map((body, number) =>
      this.#called.has(number)
        ? this.#stubs.calling(slotOf(number), this.#signature(this.#typeOf(number)))
        : body,
    );
  }

  #reachableFromPrimary(): number[] {
    const { bodies, imported, elements, exports } = this.#shape;
    const named = exports.filter(({ name, kind }) => kind === KIND.function && this.#isNeeded(name));
    const indices = new Set([
      ...[...this.#called].map((number) => imported.functions + number),
      ...elements.flatMap(({ functions }) => functions),
      ...named.map(({ index }) => index),
    ]);
    for (const number of this.#called)
      for (const { index } of namingsIn(bodies[number] as Bytes)) indices.add(index);
    return [...bodies.keys()].filter((number) => indices.has(imported.functions + number));
  }

  /** The indices that functions have in the primary module. */
  #renaming(): Renaming {
    const { functions } = this.#shape.imported;
    const places = new Map(this.#kept.map((number, place) => [functions + number, functions + place]));
    return (index) => places.get(index) ?? index;
  }

  #typeOf(number: number): number {
    return this.#shape.functionTypes[number] as number;
  }

  #signature(type: number): Signature {
    return { type, parameters: this.#shape.parameters[type] as number };
  }
}

type Renaming = (index: number) => number;

const unchanged: Renaming = (index) => index;

function exported(name: string, kind: number, index: number): Bytes {
  return join(text(name), bytes(kind), unsigned(index));
}

/** Parts of a rising list in which each number is one more than the last. */
function stretchesOf(numbers: number[]): number[][] {
  const stretches: number[][] = [];
  for (const number of numbers) {
    const last = stretches.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else stretches.push([number]);
  }
  return stretches;
}
