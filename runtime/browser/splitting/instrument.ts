/** A module that remembers which of its functions were called. */
import {
  bytes,
  join,
  KIND,
  list,
  moduleOf,
  Reader,
  SECTION,
  sectionsOf,
  sized,
  text,
  unsigned,
} from "./binary.ts";
import { shapeOf } from "./shape.ts";

/** What the globals are called, with the number of the function behind it: 1 for a function that was called. */
export const CALLED = "~called";

const [I32, MUTABLE, I32_CONST, GLOBAL_SET, END] = [0x7f, 0x01, 0x41, 0x24, 0x0b];

/** Every function begins with setting a global of its own, which is exported. */
export function instrument(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const sections = sectionsOf(module);
  const { bodies, globals, imported } = shapeOf(sections);
  const first = imported.globals + globals.length;
  const marks = bodies.map((_, index) => unsigned(first + index));
  const counter = bytes(I32, MUTABLE, I32_CONST, 0, END);
  const exported = marks.map((mark, index) => join(text(`${CALLED}${index}`), bytes(KIND.global), mark));
  const marked = bodies.map((body, index) => {
    const start = afterVariables(body);
    const mark = join(bytes(I32_CONST, 1, GLOBAL_SET), marks[index] as Uint8Array);
    return sized(join(body.subarray(0, start), mark, body.subarray(start)));
  });
  const contents = new Map([
    [
      SECTION.global as number,
      (old: Uint8Array) =>
        extended(
          old,
          bodies.map(() => counter),
        ),
    ],
    [SECTION.export, (old) => extended(old, exported)],
    [SECTION.code, () => list(marked)],
  ]);
  return moduleOf(
    sections.map(({ id, contents: old }) => ({ id, contents: contents.get(id)?.(old) ?? old })),
  );
}

/** The functions that were called so far, by their number among those of the module itself. */
export function calledOf(exports: WebAssembly.Exports): number[] {
  const called: number[] = [];
  for (let index = 0; `${CALLED}${index}` in exports; index += 1) {
    if ((exports[`${CALLED}${index}`] as WebAssembly.Global).value) called.push(index);
  }
  return called;
}

/** A vector with more items at its end. */
export function extended(vector: Uint8Array, items: Uint8Array[]): Uint8Array {
  const reader = new Reader(vector);
  const count = reader.unsigned();
  return join(unsigned(count + items.length), vector.subarray(reader.at), ...items);
}

function afterVariables(body: Uint8Array): number {
  const reader = new Reader(body);
  reader.list(() => {
    reader.unsigned();
    reader.byte();
  });
  return reader.at;
}
