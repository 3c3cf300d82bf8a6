/**
 * Splits a module in two, by which functions a start calls, after the design of Binaryen's wasm-split: the primary
 * module starts alone, the secondary one is loaded when a function is called that only stands there.
 *
 * Both have the same index spaces, so that no instruction needs to be changed. What stands in the other module has a
 * stub here, which calls it by a table that both share: slot 0 holds what loads the secondary module, the slot after
 * a function's number the function. Tables, memory, globals and tags are those of the primary module.
 */

import { CALLS, PRIMARY } from "../src/kernel/worker/halves.ts";
import {
  bytes,
  join,
  KIND,
  list,
  moduleOf,
  Reader,
  SECTION,
  type Section,
  sectionsOf,
  signed,
  sized,
  text,
  unsigned,
} from "./binary.ts";
import { extended } from "./instrument.ts";
import { type GlobalShape, type Shape, shapeOf } from "./shape.ts";

type Bytes = Uint8Array;

const [IF, END, CALL_INDIRECT, LOCAL_GET, TABLE_GET, I32_CONST, REF_IS_NULL] = [
  0x04, 0x0b, 0x11, 0x20, 0x25, 0x41, 0xd1,
];
const [EMPTY, FUNCREF, WITH_MAXIMUM, ACTIVE_IN_TABLE, FUNCTION_INDICES] = [0x40, 0x70, 0x01, 0x02, 0x00];

/** Before the index of a function: call, return_call, ref.func. */
const NAMING = [0x10, 0x12, 0xd2];
/** A body that is never run. */
const NOTHING = bytes(0, 0x00, END);

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

/** Adds what may be the index of a function in a body: all that stands behind what may be a call, or a few more. */
function addNamed(body: Bytes, named: Set<number>): void {
  for (const [at, byte] of body.entries()) {
    if (NAMING.includes(byte) && at + 1 < body.length) named.add(new Reader(body, at + 1).unsigned());
  }
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

  constructor(shape: Shape, called: Set<number>, isNeeded: (name: string) => boolean) {
    this.#shape = shape;
    this.#called = called;
    this.#isNeeded = isNeeded;
    this.#table = shape.tables.length;
    if (shape.globals.findLastIndex(({ isMutable }) => isMutable) >= this.#variables.length)
      throw new RangeError("the module has a variable after its constants");
  }

  /** Globals that change are the primary module's, and come first; the others are in both. */
  get #variables(): GlobalShape[] {
    return this.#shape.globals.filter(({ isMutable }) => isMutable);
  }

  primary(sections: Section[]): Uint8Array<ArrayBuffer> {
    const { tables } = this.#shape;
    const contents = new Map([
      [SECTION.table as number, () => list([...tables, this.#slots])],
      [SECTION.export, () => list([...this.#exportsOf(true), ...this.#sharedExports])],
      [SECTION.element, (old: Bytes) => extended(old, this.#elements(true))],
      [SECTION.code, () => this.#code(true)],
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
      { id: SECTION.element, contents: list(this.#elements(false)) },
      { id: SECTION.code, contents: this.#code(false) },
    ]);
  }

  /** The description of the shared table. */
  get #slots(): Bytes {
    const size = unsigned(this.#shape.bodies.length + 1);
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

  #exportsOf(primary: boolean): Bytes[] {
    return this.#shape.exports
      .filter(({ name }) => this.#isNeeded(name) === primary)
      .map(({ entry }) => entry);
  }

  get #sharedExports(): Bytes[] {
    return this.#shared.map(({ name, kind, index }) => join(text(name), bytes(kind), unsigned(index)));
  }

  get #imports(): Bytes[] {
    return this.#shared.map(({ name, kind, description }) =>
      join(text(PRIMARY), text(name), bytes(kind), description),
    );
  }

  /** Puts the functions of one half into the shared table: a segment for each stretch of them. */
  #elements(called: boolean): Bytes[] {
    const stretches: number[][] = [];
    for (const number of this.#shape.bodies.keys()) {
      if (this.#called.has(number) !== called) continue;
      const last = stretches.at(-1);
      if (last?.at(-1) === number - 1) last.push(number);
      else stretches.push([number]);
    }
    return stretches.map((stretch) => this.#segment(stretch));
  }

  #segment(stretch: number[]): Bytes {
    const functions = stretch.map((number) => unsigned(this.#shape.imported.functions + number));
    const place = join(bytes(I32_CONST), signed((stretch[0] as number) + 1), bytes(END, FUNCTION_INDICES));
    return join(bytes(ACTIVE_IN_TABLE), unsigned(this.#table), place, list(functions));
  }

  #code(called: boolean): Bytes {
    const isReachable = called ? this.#reachableFromPrimary() : () => true;
    const bodies = this.#shape.bodies.map((body, number) => {
      if (this.#called.has(number) === called) return body;
      return isReachable(number) ? this.#stub(number, called) : NOTHING;
    });
    return list(bodies.map(sized));
  }

  /** Browsers compile every function, so the primary half has stubs for those only that something in it may name. */
  #reachableFromPrimary(): (number: number) => boolean {
    const { bodies, imported, elements, exports } = this.#shape;
    const exported = exports
      .filter(({ name }) => this.#isNeeded(name))
      .map(({ functionIndex }) => functionIndex);
    const named = new Set([...elements, ...exported]);
    for (const number of this.#called) addNamed(bodies[number] as Bytes, named);
    return (number) => named.has(imported.functions + number);
  }

  /** Calls a function of the other half with what it was called with itself; the primary half loads the other first. */
  #stub(number: number, loads: boolean): Bytes {
    const type = this.#shape.functionTypes[number] as number;
    const slot = join(bytes(I32_CONST), signed(number + 1));
    const load = join(bytes(I32_CONST, 0), this.#call(this.#shape.voidType));
    const missing = join(slot, bytes(TABLE_GET), unsigned(this.#table), bytes(REF_IS_NULL, IF, EMPTY));
    const parameters = Array.from({ length: this.#shape.parameters[type] as number }, (_, index) =>
      join(bytes(LOCAL_GET), unsigned(index)),
    );
    const guard = loads ? [missing, load, bytes(END)] : [];
    return join(bytes(0), ...guard, ...parameters, slot, this.#call(type), bytes(END));
  }

  #call(type: number): Bytes {
    return join(bytes(CALL_INDIRECT), unsigned(type), unsigned(this.#table));
  }
}
