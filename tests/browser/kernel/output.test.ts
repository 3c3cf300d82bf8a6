import assert from "node:assert/strict";
import { test } from "node:test";
import { OutputBuffer } from "../../../runtime/browser/src/kernel/worker/output.ts";

function buffer(): { output: OutputBuffer; sent: string[] } {
  const sent: string[] = [];
  return { output: new OutputBuffer((stream, text) => sent.push(`${stream}: ${text}`)), sent };
}

test("small prints travel together, in order, once they are due", () => {
  const { output, sent } = buffer();
  output.write("stdout", "a", 0);
  output.write("stdout", "b", 10);
  output.flushIfDue(20);
  assert.deepEqual(sent, []);
  output.flushIfDue(40);
  assert.deepEqual(sent, ["stdout: ab"]);
});

test("the streams keep their order", () => {
  const { output, sent } = buffer();
  output.write("stdout", "out", 0);
  output.write("stderr", "error", 1);
  output.flush();
  output.flush();
  assert.deepEqual(sent, ["stdout: out", "stderr: error"]);
});

test("a flood is sent piece by piece, not gathered", () => {
  const { output, sent } = buffer();
  for (let n = 0; n < 10; n += 1) output.write("stdout", "x".repeat(1000), 0);
  assert.equal(sent.length, 3);
});

test("a program that draws and prints in turn sends one batch of each", () => {
  const { output, sent } = buffer();
  for (let n = 0; n < 3; n += 1) {
    output.write("drawing", `dot ${n} 0\n`, n);
    output.write("stdout", `${n}\n`, n);
  }
  output.flush();
  assert.deepEqual(sent, ["drawing: dot 0 0\ndot 1 0\ndot 2 0\n", "stdout: 0\n1\n2\n"]);
});
