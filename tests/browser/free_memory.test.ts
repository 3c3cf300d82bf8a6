import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { loadPyodide, type PyodideInterface } from "pyodide";
import { clearFreeMemory, type Memory } from "../../runtime/browser/free_memory.ts";

/** A text that stands nowhere in Python's memory but where a program has put it. */
const MARK = "left behind by ";

describe("clearing free memory", () => {
  let pyodide: PyodideInterface;
  let memory: Memory;
  before(async () => {
    pyodide = await loadPyodide();
    memory = (pyodide as unknown as { _module: Memory })._module;
  });

  test("nothing is left of what Python has let go of, and what it keeps stays", () => {
    pyodide.runPython(`
kept = [("left be" "hind by " + str(number) + " keeper") for number in range(1000)]
gone = [("left be" "hind by " + str(number) + " dropper") * (number % 90 + 1) for number in range(1000)]
del gone`);
    assert.ok(count(`${MARK}`, "dropper") > 1000, "the program left nothing behind to be cleared");
    clearFreeMemory(memory);
    assert.equal(count(`${MARK}`, "dropper"), 0);
    assert.ok(count(`${MARK}`, "keeper") >= 1000);
  });

  test("Python goes on, in memory that has not grown", () => {
    const bytes = memory.HEAPU8.length;
    clearFreeMemory(memory);
    assert.equal(memory.HEAPU8.length, bytes);
    assert.equal(
      pyodide.runPython("import random, decimal; sum(decimal.Decimal(n) for n in range(100))").toString(),
      "4950",
    );
  });

  /** How often the memory has a text that begins and ends so, with a number between. */
  function count(start: string, end: string): number {
    const text = Buffer.from(memory.HEAPU8).toString("latin1");
    return [...text.matchAll(new RegExp(`${start}\\d+ ${end}`, "g"))].length;
  }
});
