import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { WorkerGone } from "../../../runtime/browser/src/kernel/worker_client.ts";
import { type Running, Watch } from "../../../runtime/browser/src/node/watch.ts";

const STEP_MS = 20;
const GIBIBYTE = 2 ** 30;

let cpu = 0;
let wall = 0;
let resident = 0;
let ended: WorkerGone[] = [];

beforeEach(() => {
  [cpu, wall, resident, ended] = [0, 0, 0, []];
  mock.timers.enable({ apis: ["setInterval"] });
  mock.method(performance, "now", () => wall);
  mock.method(process.memoryUsage, "rss", () => resident);
});

afterEach(() => mock.reset());

function reasons(): string[] {
  return ended.map(({ message, memoryDenied }) => (memoryDenied ? `${message}: denied` : message));
}

function watched(): Watch {
  const running = {
    thread: { cpuTime: async () => cpu },
    client: { terminate: (reason: WorkerGone) => ended.push(reason) },
  };
  const watch = new Watch(running as unknown as Running, 1000, GIBIBYTE);
  watch.start();
  return watch;
}

async function look(): Promise<void> {
  mock.timers.tick(STEP_MS);
  await Promise.resolve();
  await Promise.resolve();
}

test("processor time ends a program a twentieth past its limit, what was used before does not count", async () => {
  cpu = 5000;
  const watch = watched();
  await look();
  cpu = 6049;
  await look();
  assert.deepEqual(reasons(), []);
  cpu = 6050;
  await look();
  assert.deepEqual(reasons(), ["time limit"]);
  assert.equal(watch.spent, 1050);
});

test("a program that only waits has three times its limit", async () => {
  watched();
  wall = 2999;
  await look();
  assert.deepEqual(reasons(), []);
  wall = 3000;
  await look();
  assert.deepEqual(reasons(), ["time limit"]);
});

test("memory outside the interpreter ends a program too", async () => {
  watched();
  resident = GIBIBYTE;
  await look();
  assert.deepEqual(reasons(), []);
  resident = 2 * GIBIBYTE;
  await look();
  assert.deepEqual(reasons(), ["memory limit: denied"]);
});

test("nobody is ended after the answer", async () => {
  const watch = watched();
  await look();
  cpu = 9999;
  watch.stop();
  await look();
  assert.deepEqual(reasons(), []);
});
