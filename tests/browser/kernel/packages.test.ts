import assert from "node:assert/strict";
import { test } from "node:test";
import { Packages, textsOf } from "../../../runtime/browser/src/kernel/packages.ts";
import type { WorkerClient } from "../../../runtime/browser/src/kernel/worker_client.ts";
import { TASK } from "../tasks.ts";

const INDEX = {
  pydantic: { imports: ["pydantic"], depends: ["pydantic-core", "typing-extensions"] },
  "pydantic-core": { imports: ["pydantic_core"], depends: ["typing-extensions"] },
  "typing-extensions": { imports: ["typing_extensions"], depends: [] },
  "basthon-turtle": { imports: ["basthon", "turtle"], depends: [] },
};
const packages = new Packages(INDEX, async (name) => new TextEncoder().encode(name));

/** A worker that only remembers what it was given. */
function fakeWorker(): { worker: WorkerClient; given: string[][] } {
  const given: string[][] = [];
  const installed = new Set<string>();
  const install: WorkerClient["install"] = async (wheels, modules) => {
    given.push([...Object.keys(wheels).sort(), "with", ...modules]);
    for (const name of Object.keys(wheels)) installed.add(name);
  };
  return { worker: { installed, install } as unknown as WorkerClient, given };
}

test("a program gets the packages that it names, with what they need, once", async () => {
  const { worker, given } = fakeWorker();
  await packages.equip(worker, ["from turtle import *"]);
  await packages.equip(worker, ["import turtle"]);
  await packages.equip(worker, ["import pydantic, turtle"]);
  assert.deepEqual(given, [
    ["basthon-turtle", "with", "turtle"],
    ["pydantic", "pydantic-core", "typing-extensions", "with", "pydantic", "turtle"],
  ]);
});

test("a worker is left alone by programs that name no package", async () => {
  const { worker, given } = fakeWorker();
  await packages.equip(worker, ["print('no turtles_here, my_turtle')", ""]);
  assert.deepEqual(given, []);
});

for (const code of [
  "import turtle",
  "import math, turtle as t",
  "if True: import turtle",
  "x = 1;from turtle import forward",
  "__import__('turtle').forward(1)",
  "importlib.import_module(\n'turtle')",
])
  test(`the module is found in ${JSON.stringify(code)}`, () => {
    assert.deepEqual(packages.modulesIn([code]), ["turtle"]);
  });

test("Python's names of objects are no packages", () => {
  assert.deepEqual(packages.modulesIn(["constructor toString __proto__ hasOwnProperty"]), []);
});

test("packages that need one another are no endless circle", async () => {
  const circle = new Packages(
    { a: { imports: ["a"], depends: ["b"] }, b: { imports: ["b"], depends: ["a"] } },
    async () => new Uint8Array(),
  );
  const { worker, given } = fakeWorker();
  await circle.equip(worker, ["import b"]);
  assert.deepEqual(given, [["a", "b", "with", "b"]]);
});

test("whoever waits is told that packages are loaded, and that they are there", async () => {
  const { worker } = fakeWorker();
  const told: boolean[] = [];
  packages.onloading = (loading) => void told.push(loading);
  await packages.equip(worker, ["import turtle"]);
  await packages.equip(worker, ["import turtle"]);
  assert.deepEqual(told, [true, false]);
});

test("a wheel that is missing is told", async () => {
  const { worker } = fakeWorker();
  const missing = new Packages(INDEX, () => Promise.reject(new Error("no such file")));
  await assert.rejects(missing.equip(worker, ["import turtle"]), /no such file/);
  assert.equal(worker.installed.size, 0);
});

test("a program's Python is its code, its call and the modules beside it", () => {
  const files = { "helper.py": btoa("import turtle"), "data.txt": btoa("pydantic") };
  const program = { code: "import helper", stdin: "pydantic", call: "f()", limits: TASK.limits, files };
  assert.deepEqual(textsOf(program), ["import helper", "f()", "import turtle"]);
});
