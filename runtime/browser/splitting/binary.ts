/** Reads and writes what the binary format of WebAssembly is made of (webassembly.github.io/spec/core/binary). */

type Bytes = Uint8Array;

/** Numbers of the sections that splitting looks into. */
export const SECTION = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  element: 9,
  code: 10,
  data: 11,
  tag: 13,
} as const;

/** Numbers of the kinds of imports and exports. */
export const KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

export interface Section {
  id: number;
  contents: Bytes;
}

const HEADER_BYTES = 8;
const SEVEN_BITS = 0x7f;
const MORE = 0x80;

export class Reader {
  readonly bytes: Bytes;
  at: number;

  constructor(bytes: Bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    if (this.done) throw new RangeError("the module ends too early");
    return this.bytes[this.at++] as number;
  }

  unsigned(): number {
    let [value, factor, byte] = [0, 1, 0];
    do {
      byte = this.byte();
      value += (byte & SEVEN_BITS) * factor;
      factor *= 2 ** 7;
    } while (byte & MORE);
    return value;
  }

  skipNumber(): void {
    while (this.byte() & MORE);
  }

  take(count: number): Bytes {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.unsigned()));
  }

  /** The bytes that `read` goes over. */
  span(read: () => void): Bytes {
    const start = this.at;
    read();
    return this.bytes.subarray(start, this.at);
  }

  /** A vector: its length, then so many items. */
  list<Item>(read: (index: number) => Item): Item[] {
    return Array.from({ length: this.unsigned() }, (_, index) => read(index));
  }
}

/** All sections of a module, in order. */
export function sectionsOf(module: Bytes): Section[] {
  const reader = new Reader(module, HEADER_BYTES);
  const sections: Section[] = [];
  while (!reader.done) sections.push({ id: reader.byte(), contents: reader.take(reader.unsigned()) });
  return sections;
}

/** @example moduleOf([{ id: SECTION.type, contents: list([]) }]) */
export function moduleOf(sections: Section[]): Uint8Array<ArrayBuffer> {
  const header = bytes(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  return join(header, ...sections.map(({ id, contents }) => join(bytes(id), sized(contents))));
}

export function bytes(...values: number[]): Bytes {
  return Uint8Array.from(values);
}

export function join(...parts: Bytes[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** In LEB128. */
export function unsigned(value: number): Bytes {
  const encoded: number[] = [];
  let rest = value;
  do {
    const more = rest > SEVEN_BITS ? MORE : 0;
    encoded.push((rest & SEVEN_BITS) | more);
    rest >>>= 7;
  } while (rest);
  return bytes(...encoded);
}

/** In signed LEB128, as constants are; `value` is not negative. */
export function signed(value: number): Bytes {
  const encoded: number[] = [];
  let rest = value;
  while (rest > SEVEN_BITS >> 1) {
    encoded.push((rest & SEVEN_BITS) | MORE);
    rest >>>= 7;
  }
  return bytes(...encoded, rest);
}

export function sized(contents: Bytes): Bytes {
  return join(unsigned(contents.length), contents);
}

export function text(value: string): Bytes {
  return sized(new TextEncoder().encode(value));
}

export function list(items: Bytes[]): Bytes {
  return join(unsigned(items.length), ...items);
}
