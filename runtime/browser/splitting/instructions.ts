/**
 * Goes over the instructions of a function: what stands behind each operation is told by WebAssembly's table of them
 * (webassembly.github.io/spec/core/binary/instructions.html).
 */
import { join, Reader, unsigned } from "./binary.ts";

type Bytes = Uint8Array;

/**
 * What an operation is followed by, a letter for each: `n` a number in LEB128, `f` the index of a function, `m` where
 * in memory, `l` a list of numbers, a digit so many bytes.
 */
type Form = string;

type Row = readonly [first: number, last: number, form: Form];

const OPERATIONS: readonly Row[] = [
  [0x00, 0x01, ""], // unreachable, nop
  [0x02, 0x04, "n"], // block, loop, if
  [0x05, 0x05, ""], // else
  [0x06, 0x09, "n"], // try, catch, throw, rethrow
  [0x0a, 0x0b, ""], // throw_ref, end
  [0x0c, 0x0d, "n"], // br, br_if
  [0x0e, 0x0e, "ln"], // br_table
  [0x0f, 0x0f, ""], // return
  [0x10, 0x10, "f"], // call
  [0x11, 0x11, "nn"], // call_indirect
  [0x12, 0x12, "f"], // return_call
  [0x13, 0x13, "nn"], // return_call_indirect
  [0x14, 0x15, "n"], // call_ref, return_call_ref
  [0x18, 0x18, "n"], // delegate
  [0x19, 0x1b, ""], // catch_all, drop, select
  [0x1c, 0x1c, "l"], // select with types
  [0x20, 0x26, "n"], // of variables and tables
  [0x28, 0x3e, "m"], // loads and stores
  [0x3f, 0x42, "n"], // memory.size, memory.grow, i32.const, i64.const
  [0x43, 0x43, "4"], // f32.const
  [0x44, 0x44, "8"], // f64.const
  [0x45, 0xc4, ""], // of numbers
  [0xd0, 0xd0, "n"], // ref.null
  [0xd1, 0xd1, ""], // ref.is_null
  [0xd2, 0xd2, "f"], // ref.func
];

/** Behind 0xfc and a number. */
const MORE_OPERATIONS: readonly Row[] = [
  [0x00, 0x07, ""], // numbers cut off to whole ones
  [0x08, 0x08, "nn"], // memory.init
  [0x09, 0x09, "n"], // data.drop
  [0x0a, 0x0a, "nn"], // memory.copy
  [0x0b, 0x0b, "n"], // memory.fill
  [0x0c, 0x0c, "nn"], // table.init
  [0x0d, 0x0d, "n"], // elem.drop
  [0x0e, 0x0e, "nn"], // table.copy
  [0x0f, 0x11, "n"], // table.grow, table.size, table.fill
];

const MORE = 0xfc;
/** Of a place in memory: set where a number tells in which memory. */
const IN_A_MEMORY = 0x40;

/** Where the index of a function stands in a body, and which. */
interface Naming {
  from: number;
  to: number;
  index: number;
}

/** Throws RangeError for an operation that Emscripten does not make. */
export function namingsIn(body: Bytes): Naming[] {
  const reader = new Reader(body);
  reader.list(() => {
    reader.unsigned();
    reader.byte();
  });
  const namings: Naming[] = [];
  while (!reader.done) {
    for (const letter of formOf(reader)) {
      const from = reader.at;
      if (letter === "f") namings.push({ index: reader.unsigned(), from, to: reader.at });
      else skip(reader, letter);
    }
  }
  return namings;
}

/** The body with other indices of functions; `renamed` gives the new for the old. */
export function withFunctions(body: Bytes, renamed: (index: number) => number): Bytes {
  const namings = namingsIn(body);
  const parts = namings.flatMap(({ from, index }, at) => [
    body.subarray(namings[at - 1]?.to ?? 0, from),
    unsigned(renamed(index)),
  ]);
  return join(...parts, body.subarray(namings.at(-1)?.to ?? 0));
}

const FORMS = formsOf(OPERATIONS);
const MORE_FORMS = formsOf(MORE_OPERATIONS);

function formsOf(rows: readonly Row[]): Form[] {
  const forms: Form[] = [];
  for (const [first, last, form] of rows) {
    for (let operation = first; operation <= last; operation += 1) forms[operation] = form;
  }
  return forms;
}

function formOf(reader: Reader): Form {
  const operation = reader.byte();
  const form = operation === MORE ? MORE_FORMS[reader.unsigned()] : FORMS[operation];
  if (form === undefined) throw new RangeError(`an operation that is not known: ${operation}`);
  return form;
}

function skip(reader: Reader, letter: string): void {
  if (letter === "n") reader.skipNumber();
  else if (letter === "l") reader.list(() => reader.skipNumber());
  else if (letter === "m") {
    if (reader.unsigned() & IN_A_MEMORY) reader.skipNumber();
    reader.skipNumber();
  } else reader.take(Number(letter));
}
