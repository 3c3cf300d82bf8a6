/** Functions that stand for those of the other half: they call these by the table that the halves share. */
import { bytes, join, signed, unsigned } from "./binary.ts";

type Bytes = Uint8Array;

const [END, CALL_INDIRECT, LOCAL_GET, LOCAL_SET, GLOBAL_GET, GLOBAL_SET, I32_CONST, I32] = [
  0x0b, 0x11, 0x20, 0x21, 0x23, 0x24, 0x41, 0x7f,
];
/** Where in the table stands what loads the secondary module. */
const LOADING = 0;

/** The slot of a function, by its number among those of the module itself. */
export const slotOf = (number: number): number => number + 1;

/** A function's type: its index, and how many values it takes. */
export interface Signature {
  type: number;
  parameters: number;
}

export class Stubs {
  /** The index of the table. */
  readonly #table: number;
  /** The type of functions that take and return nothing. */
  readonly #voidType: number;

  constructor(table: number, voidType: number) {
    this.#table = table;
    this.#voidType = voidType;
  }

  /** Calls the function in a slot with what it was called with itself. */
  calling(slot: number, { type, parameters }: Signature): Bytes {
    return join(bytes(0), passOn(parameters), number(slot), this.#call(type), bytes(END));
  }

  /** The same where a loader may still stand in the slot: it must know for whom, by the variable. */
  announcing(slot: number, { type, parameters }: Signature, variable: number): Bytes {
    const announce = join(number(slot), bytes(GLOBAL_SET), unsigned(variable));
    return join(bytes(0), announce, passOn(parameters), number(slot), this.#call(type), bytes(END));
  }

  /** Stands in the slots of all functions of its type until it was called: loads them, then calls the one meant. */
  loading({ type, parameters }: Signature, variable: number): Bytes {
    const local = unsigned(parameters);
    return join(
      bytes(1, 1, I32),
      join(bytes(GLOBAL_GET), unsigned(variable), bytes(LOCAL_SET), local),
      join(number(LOADING), this.#call(this.#voidType)),
      join(passOn(parameters), bytes(LOCAL_GET), local, this.#call(type), bytes(END)),
    );
  }

  #call(type: number): Bytes {
    return join(bytes(CALL_INDIRECT), unsigned(type), unsigned(this.#table));
  }
}

function passOn(parameters: number): Bytes {
  return join(...Array.from({ length: parameters }, (_, index) => join(bytes(LOCAL_GET), unsigned(index))));
}

function number(value: number): Bytes {
  return join(bytes(I32_CONST), signed(value));
}
