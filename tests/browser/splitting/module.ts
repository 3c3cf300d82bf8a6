/** A module of three functions, small enough to be written by hand, with a bit of all that Python's module has. */
import {
  bytes,
  join,
  KIND,
  list,
  moduleOf,
  SECTION,
  signed,
  sized,
  text,
} from "../../../runtime/browser/splitting/binary.ts";

const [I32, FUNCREF, FUNCTION, MUTABLE] = [0x7f, 0x70, 0x60, 1];
const [CALL, LOCAL_GET, GLOBAL_GET, GLOBAL_SET, CONST, ADD, END] = [0x10, 0x20, 0x23, 0x24, 0x41, 0x6a, 0x0b];
const [VOID, NUMBER] = [0, 1];

/** The numbers of the functions: `near(x) = far(x) + 1`, `far(x) = home(twice(x)) + base`, `home(x) = x + ++count`. */
export const [NEAR, FAR, HOME] = [0, 1, 2];

const TYPES = list([bytes(FUNCTION, 0, 0), bytes(FUNCTION, 1, I32, 1, I32)]);
const IMPORTS = list([
  join(text("env"), text("twice"), bytes(KIND.function, NUMBER)),
  join(text("env"), text("base"), bytes(KIND.global, I32, 0)),
]);
const EXPORTS = list([
  join(text("near"), bytes(KIND.function, 1 + NEAR)),
  join(text("far"), bytes(KIND.function, 1 + FAR)),
  join(text("table"), bytes(KIND.table, 0)),
]);
const CODE = list(
  [
    bytes(0, LOCAL_GET, 0, CALL, 1 + FAR, CONST, 1, ADD, END),
    bytes(0, LOCAL_GET, 0, CALL, 0, CALL, 1 + HOME, GLOBAL_GET, 0, ADD, END),
    bytes(1, 1, I32, GLOBAL_GET, 1, CONST, 1, ADD, GLOBAL_SET, 1, LOCAL_GET, 0, GLOBAL_GET, 1, ADD, END),
  ].map(sized),
);

export const SMALL_MODULE = moduleOf([
  { id: SECTION.type, contents: TYPES },
  { id: SECTION.import, contents: IMPORTS },
  { id: SECTION.function, contents: list([bytes(NUMBER), bytes(NUMBER), bytes(NUMBER)]) },
  { id: SECTION.table, contents: list([bytes(FUNCREF, 0, 1)]) },
  { id: SECTION.memory, contents: list([bytes(0, 1)]) },
  { id: SECTION.tag, contents: list([bytes(0, VOID)]) },
  { id: SECTION.global, contents: list([join(bytes(I32, MUTABLE, CONST), signed(100), bytes(END))]) },
  { id: SECTION.export, contents: EXPORTS },
  { id: SECTION.element, contents: list([bytes(0, CONST, 0, END, 1, 1 + FAR)]) },
  { id: SECTION.code, contents: CODE },
  { id: SECTION.data, contents: list([bytes(0, CONST, 8, END, 2, 7, 9)]) },
]);

export const SMALL_IMPORTS = { env: { twice: (x: number) => 2 * x, base: 1000 } };
/** What `near(x)` returns the first time. */
export const firstResult = (x: number): number => 2 * x + 101 + 1000 + 1;
