import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { InterruptClock, MemoryCap } from "../../../runtime/browser/src/kernel/worker/limits.ts";

const SIGINT = 2;
const PAGE = 65536;
const { grow } = WebAssembly.Memory.prototype;

afterEach(() => {
  WebAssembly.Memory.prototype.grow = grow;
});

test("the clock interrupts once the time is up, leaves time to unwind, and interrupts again", () => {
  let time = 0;
  const clock = new InterruptClock(
    () => time,
    () => {},
  );
  clock.start(1000);
  const read = (at: number): number => {
    time = at;
    return clock[0];
  };
  assert.deepEqual([read(999), read(1000), read(1001), read(1150), read(1250)], [0, SIGINT, 0, 0, SIGINT]);
  clock.stop();
  assert.equal(read(10_000), 0);
});

test("the clock tells the time to whoever passes output on", () => {
  const heard: number[] = [];
  const clock = new InterruptClock(
    () => 7,
    (time) => heard.push(time),
  );
  assert.equal(clock[0], 0);
  assert.deepEqual(heard, [7]);
});

test("memory grows up to the cap and no further, and says that it was refused", () => {
  const cap = new MemoryCap();
  cap.install();
  const memory = new WebAssembly.Memory({ initial: 1 });
  cap.start(3 * PAGE);
  assert.equal(memory.grow(2), 1);
  assert.equal(cap.denied, false);
  assert.throws(() => memory.grow(1), RangeError);
  assert.equal(cap.denied, true);
  cap.stop();
  assert.equal(memory.grow(1), 3);
});
