/** What lies about in memory that nobody owns, a fifth of a snapshot. */

/** The parts of the Emscripten module that this needs. */
export interface Memory {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
  /** With 0: where the part of memory ends that anything has been allocated in. */
  _sbrk(increment: number): number;
  /** The stack grows down, from its base to its end. */
  _emscripten_stack_get_current(): number;
  _emscripten_stack_get_end(): number;
}

/** No hole in memory that has been used is larger. */
const LARGEST = 2 ** 18;
/** What Emscripten's allocator hands out at least, beside its own four bytes. */
const SMALLEST = 12;
/** From one size of holes to the next. */
const STEP = 0.9;

/** Write zeros to the stack beyond its top, and to whatever has been given back to the allocator. */
export function clearFreeMemory(memory: Memory): void {
  memory.HEAPU8.fill(0, memory._emscripten_stack_get_end(), memory._emscripten_stack_get_current());
  const taken = takeHoles(memory);
  for (const [address, bytes] of taken) memory.HEAPU8.fill(0, address, address + bytes);
  for (const [address] of taken) memory._free(address);
}

/** Allocate every hole below the end, the large ones first, by address and length in bytes. */
function takeHoles(memory: Memory): [number, number][] {
  const end = memory._sbrk(0);
  const taken: [number, number][] = [];
  for (let bytes = LARGEST; bytes >= SMALLEST; bytes = Math.floor(bytes * STEP)) {
    let address = memory._malloc(bytes);
    for (; address < end; address = memory._malloc(bytes)) taken.push([address, bytes]);
    memory._free(address); // no hole of this size is left
  }
  return taken;
}
