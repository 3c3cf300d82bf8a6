import assert from "node:assert/strict";
import { test } from "node:test";
import { pack } from "../../../runtime/browser/lz4/compress.ts";
import { split } from "../../../runtime/browser/splitting/split.ts";
import { Secondary, type SecondaryPart } from "../../../runtime/browser/src/kernel/worker/secondary.ts";
import { firstResult, HOME, NEAR, SMALL_IMPORTS, SMALL_MODULE } from "../splitting/module.ts";

const HALVES = split(SMALL_MODULE, [NEAR, HOME]);
const packed = pack(HALVES.secondary);

interface Started {
  secondary: Secondary;
  compiled: WebAssembly.Module[];
  near(x: number): number;
}

function start(part: Promise<SecondaryPart>): Started {
  const compiled: WebAssembly.Module[] = [];
  const secondary = new Secondary(part, (module) => compiled.push(module));
  const primary = new WebAssembly.Instance(new WebAssembly.Module(HALVES.primary), SMALL_IMPORTS);
  secondary.attach(primary, SMALL_IMPORTS);
  return { secondary, compiled, near: primary.exports["near"] as Started["near"] };
}

test("a program that calls into it before it is loaded has it at once", async () => {
  const { secondary, near } = start(Promise.resolve(packed));
  await secondary.arrived();
  assert.equal(near(3), firstResult(3));
});

test("loaded in the background, it is compiled once and told", async () => {
  const { secondary, compiled, near } = start(Promise.resolve(packed));
  await Promise.all([secondary.loaded(), secondary.loaded()]);
  assert.equal(compiled.length, 1);
  assert.equal(near(3), firstResult(3));
});

test("a program may come while it is being compiled", async () => {
  const { secondary, compiled, near } = start(Promise.resolve(packed));
  await secondary.arrived();
  const loading = secondary.loaded();
  assert.equal(near(3), firstResult(3));
  await loading;
  assert.equal(near(3), firstResult(3) + 1, "it was not put there twice");
  assert.equal(compiled.length, 1);
});

test("what an earlier worker has compiled is taken as it is", async () => {
  const { secondary, compiled, near } = start(Promise.resolve(new WebAssembly.Module(HALVES.secondary)));
  await secondary.loaded();
  assert.deepEqual(compiled, []);
  assert.equal(near(3), firstResult(3));
});

test("a damaged part fails whoever waits for it", async () => {
  const { secondary } = start(Promise.resolve(packed.slice(0, 40)));
  await assert.rejects(secondary.loaded());
});

test("before it has arrived no program may run", () => {
  const { near } = start(new Promise(() => {}));
  assert.throws(() => near(3), /before all of Python was there/);
});
