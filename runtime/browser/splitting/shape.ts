/** What splitting has to know of a module, by the index spaces of WebAssembly. */
import { KIND, Reader, SECTION, type Section, sectionsOf } from "./binary.ts";

type Bytes = Uint8Array;

export interface Shape {
  /** How many values a function of each type takes. */
  parameters: number[];
  /** The type of functions that take and return nothing. */
  voidType: number;
  /** Imported things come before those of the module. */
  imported: { functions: number; globals: number };
  imports: { count: number; entries: Bytes };
  /** By function of the module itself: its type, and its code with the declarations of its variables. */
  functionTypes: number[];
  bodies: Bytes[];
  /** Descriptions as an import of the same thing has them. */
  tables: Bytes[];
  memory: Bytes;
  globals: GlobalShape[];
  tags: Bytes[];
  exports: ExportShape[];
  /** What stands in tables from the start. */
  elements: SegmentShape[];
}

export interface GlobalShape {
  description: Bytes;
  /** The whole of it, with its first value. */
  definition: Bytes;
  isMutable: boolean;
}

export interface ExportShape {
  name: string;
  kind: number;
  index: number;
}

export interface SegmentShape {
  /** In which table and where. */
  place: Bytes;
  /** Indices of functions. */
  functions: number[];
}

const FUNCTION_TYPE = 0x60;
/** Types of values that take more than a byte. */
const REFERENCE_TYPES = [0x63, 0x64];
const END = 0x0b;
const I32_CONST = 0x41;
const MUTABLE = 1;
const HAS_MAXIMUM = 1;
const [ACTIVE, ACTIVE_IN_TABLE] = [0, 2];

/** Throws RangeError for a module of a form that Emscripten does not make. */
export function shapeOf(sections: Section[]): Shape {
  const reader = (id: number): Reader => {
    const section = sections.find((candidate) => candidate.id === id);
    if (!section) throw new RangeError(`the module has no section ${id}`);
    return new Reader(section.contents);
  };
  const types = readTypes(reader(SECTION.type));
  const code = reader(SECTION.code);
  const functions = reader(SECTION.function);
  return {
    parameters: types.map(([parameters]) => parameters),
    voidType: types.findIndex(([parameters, results]) => parameters + results === 0),
    ...readImports(reader(SECTION.import)),
    functionTypes: functions.list(() => functions.unsigned()),
    bodies: code.list(() => code.take(code.unsigned())),
    tables: readTables(reader(SECTION.table)),
    memory: reader(SECTION.memory).bytes.subarray(1),
    globals: readGlobals(reader(SECTION.global)),
    tags: readTags(reader(SECTION.tag)),
    exports: readExports(reader(SECTION.export)),
    elements: readElements(reader(SECTION.element)),
  };
}

/** Where the data ends that an instance of the module begins with, as an address. */
export function dataEndOf(module: Bytes): number {
  const section = sectionsOf(module).find(({ id }) => id === SECTION.data);
  const reader = new Reader(section?.contents ?? Uint8Array.of(0));
  const ends = reader.list(() => {
    if (reader.byte() !== ACTIVE || reader.byte() !== I32_CONST)
      throw new RangeError("data of no fixed place");
    const place = reader.unsigned();
    if (reader.byte() !== END) throw new RangeError("data of a computed place");
    return place + reader.take(reader.unsigned()).length;
  });
  return Math.max(0, ...ends);
}

function readTypes(reader: Reader): [parameters: number, results: number][] {
  const values = (): number => reader.list(() => valueType(reader)).length;
  return reader.list(() => {
    if (reader.byte() !== FUNCTION_TYPE) throw new RangeError("a type that is no function's");
    return [values(), values()];
  });
}

function valueType(reader: Reader): void {
  if (REFERENCE_TYPES.includes(reader.byte())) throw new RangeError("a type of more than one byte");
}

function readImports(reader: Reader): Pick<Shape, "imported" | "imports"> {
  const imported = { functions: 0, globals: 0 };
  const count = reader.unsigned();
  const entries = reader.bytes.subarray(reader.at);
  for (let index = 0; index < count; index += 1) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    reader.unsigned();
    if (kind === KIND.function) imported.functions += 1;
    else if (kind === KIND.global) {
      imported.globals += 1;
      reader.byte();
    } else throw new RangeError("the module imports more than functions and globals");
  }
  return { imported, imports: { count, entries } };
}

function readTables(reader: Reader): Bytes[] {
  return reader.list(() =>
    reader.span(() => {
      reader.byte();
      const flags = reader.byte();
      reader.unsigned();
      if (flags & HAS_MAXIMUM) reader.unsigned();
    }),
  );
}

function readGlobals(reader: Reader): GlobalShape[] {
  return reader.list(() => {
    const definition = reader.span(() => {
      reader.take(2);
      if (reader.byte() !== I32_CONST) throw new RangeError("a global with more than a number to begin with");
      reader.skipNumber();
      if (reader.byte() !== END) throw new RangeError("a global with a computed value");
    });
    return { definition, description: definition.subarray(0, 2), isMutable: definition[1] === MUTABLE };
  });
}

function readExports(reader: Reader): ExportShape[] {
  return reader.list(() => ({ name: reader.name(), kind: reader.byte(), index: reader.unsigned() }));
}

function readElements(reader: Reader): SegmentShape[] {
  return reader.list(() => ({
    place: reader.span(() => readPlace(reader)),
    functions: reader.list(() => reader.unsigned()),
  }));
}

function readPlace(reader: Reader): void {
  const form = reader.byte();
  if (form === ACTIVE_IN_TABLE) reader.unsigned();
  else if (form !== ACTIVE) throw new RangeError("functions that are put into no table at once");
  if (reader.byte() !== I32_CONST) throw new RangeError("functions of a computed place");
  reader.skipNumber();
  reader.take(form === ACTIVE_IN_TABLE ? 2 : 1);
}

function readTags(reader: Reader): Bytes[] {
  return reader.list(() =>
    reader.span(() => {
      reader.byte();
      reader.unsigned();
    }),
  );
}
