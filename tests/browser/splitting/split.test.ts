import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionsOf } from "../../../runtime/browser/splitting/binary.ts";
import { calledOf, instrument } from "../../../runtime/browser/splitting/instrument.ts";
import { dataEndOf, shapeOf } from "../../../runtime/browser/splitting/shape.ts";
import { allFunctions, split } from "../../../runtime/browser/splitting/split.ts";
import { CALLS, PRIMARY } from "../../../runtime/browser/src/kernel/worker/halves.ts";
import { FAR, firstResult, HOME, NEAR, SMALL_IMPORTS, SMALL_MODULE } from "./module.ts";

type NumberFunction = (x: number) => number;

function instanceOf(module: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports): WebAssembly.Instance {
  return new WebAssembly.Instance(new WebAssembly.Module(module), imports);
}

test("the module written by hand does what the tests count on", () => {
  const near = instanceOf(SMALL_MODULE, SMALL_IMPORTS).exports["near"] as NumberFunction;
  assert.equal(near(3), firstResult(3));
});

test("functions that were called are known by their numbers", () => {
  const { exports } = instanceOf(instrument(SMALL_MODULE), SMALL_IMPORTS);
  assert.deepEqual(calledOf(exports), []);
  (exports["far"] as NumberFunction)(1);
  assert.deepEqual(calledOf(exports), [FAR, HOME]);
  (exports["near"] as NumberFunction)(1);
  assert.deepEqual(calledOf(exports), [NEAR, FAR, HOME]);
});

test("a call into the secondary module goes there and back, over one memory and the same globals", () => {
  const halves = split(SMALL_MODULE, [NEAR, HOME]);
  const { exports } = instanceOf(halves.primary, SMALL_IMPORTS);
  const { exports: others } = instanceOf(halves.secondary, { ...SMALL_IMPORTS, [PRIMARY]: exports });
  assert.deepEqual(Object.keys(others), []);
  const near = exports["near"] as NumberFunction;
  assert.equal(near(3), firstResult(3));
  assert.equal(near(3), firstResult(3) + 1, "the counter has gone on");
});

test("the slot for loading is called once, by the first call that needs it", () => {
  const halves = split(SMALL_MODULE, [NEAR, HOME]);
  const { exports } = instanceOf(halves.primary, SMALL_IMPORTS);
  let loads = 0;
  // Anything of WebAssembly that takes and returns nothing may stand there: here another module's function.
  const load = (): void => {
    loads += 1;
    instanceOf(halves.secondary, { ...SMALL_IMPORTS, [PRIMARY]: exports });
  };
  const loader = instanceOf(LOADER, { f: { f: load } });
  (exports[CALLS] as WebAssembly.Table).set(0, loader.exports["f"]);
  const [near, far] = [exports["near"], exports["far"]] as [NumberFunction, NumberFunction];
  assert.equal(loads, 0);
  assert.equal(near(3), firstResult(3));
  far(1);
  assert.equal(loads, 1);
});

test("without the secondary module nothing of it runs", () => {
  const { exports } = instanceOf(split(SMALL_MODULE, [NEAR]).primary, SMALL_IMPORTS);
  assert.throws(() => (exports["near"] as NumberFunction)(3), WebAssembly.RuntimeError);
});

test("functions keep their places in the module's own table", () => {
  const { exports } = instanceOf(split(SMALL_MODULE, []).primary, SMALL_IMPORTS);
  assert.equal((exports["table"] as WebAssembly.Table).get(0), exports["far"]);
});

test("exports that nobody needs at a start are the secondary module's", () => {
  const halves = split(SMALL_MODULE, [NEAR, HOME], (name) => name !== "far");
  const { exports } = instanceOf(halves.primary, SMALL_IMPORTS);
  const { exports: others } = instanceOf(halves.secondary, { ...SMALL_IMPORTS, [PRIMARY]: exports });
  assert.ok(!("far" in exports));
  assert.deepEqual(Object.keys(others), ["far"]);
  assert.equal((others["far"] as NumberFunction)(3), firstResult(3) - 1);
});

test("the primary module has what was called, stubs for what that may name, and a loader", () => {
  const functions = (...called: number[]): number =>
    shapeOf(sectionsOf(split(SMALL_MODULE, called).primary)).bodies.length;
  assert.equal(functions(NEAR), 3, "near, a stub for far, none for home");
  assert.equal(functions(FAR), 4, "far, stubs for near and home");
  assert.equal(functions(NEAR, FAR, HOME), 3, "no stub and no loader");
  assert.equal(functions(), 3, "stubs for near, an export, and far, in a table");
});

test("all functions and the end of the data are counted", () => {
  assert.deepEqual([...allFunctions(SMALL_MODULE)], [NEAR, FAR, HOME]);
  assert.equal(dataEndOf(SMALL_MODULE), 10);
});

test("a module of another form is refused with the reason", () => {
  const empty = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  assert.throws(() => split(empty, []), /the module has no section 1/);
});

const LOADER = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x07, 0x01, 0x01, 0x66, 0x01, 0x66, 0x00, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
);
