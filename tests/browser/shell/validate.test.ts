import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageMessage } from "../../../runtime/browser/src/protocol.ts";
import { readPageMessage } from "../../../runtime/browser/src/shell/validate.ts";
import { TASK } from "../tasks.ts";

const LIMITS = { time_ms: 2000, memory_mb: 128, output_kb: 64 };
const VALID: PageMessage[] = [
  { type: "wake" },
  { type: "run", run: 1, code: "print()", stdin: null, limits: LIMITS },
  { type: "run", run: 1, code: "print()", stdin: "1\n", limits: LIMITS },
  { type: "input", run: 1, line: null },
  { type: "stop", run: 1 },
  { type: "check", run: 2, lesson: "output", task: TASK, code: "" },
  { type: "draft", course: "c", task: "sum", code: "x", leaving: true },
  {
    type: "attempt",
    course: "c",
    lesson: "l",
    quiz: "q",
    question: "a",
    answer: [0],
    correct: true,
    points: 1,
  },
  { type: "lesson", course: "c", lesson: "l", state: "opened" },
  { type: "drafts", request: 1, course: "c", tasks: ["sum"] },
  { type: "scheme", scheme: "slate" },
  { type: "font", size: 18 },
  { type: "place", fragment: "tasks" },
  { type: "check", run: 2, lesson: null, task: TASK, code: "" },
  { type: "studio", request: 1, ask: { what: "hello" } },
];

for (const message of VALID) {
  test(`${message.type} passes, and not with a field missing, wrong or too many`, () => {
    assert.deepEqual(readPageMessage(message), message);
    assert.equal(readPageMessage({ ...message, extra: 1 }), null);
    for (const name of Object.keys(message)) {
      const { [name]: _left, ...rest } = message as unknown as Record<string, unknown>;
      assert.equal(readPageMessage(rest), null, `without ${name}`);
      assert.equal(readPageMessage({ ...message, [name]: { odd: true } }), null, `odd ${name}`);
    }
  });
}

const REFUSED: [string, unknown][] = [
  ["nothing", null],
  ["a text", "wake"],
  ["an unknown type", { type: "store" }],
  ["a type every object has", { type: "constructor" }],
  [
    "code above 200 KB",
    { type: "draft", course: "c", task: "t", code: "x".repeat(200 * 1024 + 1), leaving: true },
  ],
  ["an id with a path", { type: "lesson", course: "../c", lesson: "l", state: "opened" }],
  [
    "a limit without end",
    { type: "run", run: 1, code: "", stdin: null, limits: { ...LIMITS, time_ms: Infinity } },
  ],
  [
    "a limit that is no number",
    { type: "run", run: 1, code: "", stdin: null, limits: { ...LIMITS, time_ms: NaN } },
  ],
  [
    "a file that is no text",
    { type: "run", run: 1, code: "", stdin: null, limits: LIMITS, files: { "a.txt": 1 } },
  ],
  ["a task with an unknown checker", { ...VALID[5], task: { ...TASK, checker: { type: "magic" } } }],
  ["a test without an answer", { ...VALID[5], task: { ...TASK, tests: [{ name: "1", points: 1 }] } }],
  ["an answer that is an object", { ...VALID[7], answer: { a: 1 } }],
  ["an answer that is not a number", { ...VALID[7], answer: NaN }],
  ["a lesson that is a number", { ...VALID[5], lesson: 1 }],
  ["a question that is a text", { type: "studio", request: 1, ask: "hello" }],
  ["letters of a metre", { type: "font", size: 4000 }],
];

for (const [name, value] of REFUSED) {
  test(`${name} does not pass`, () => assert.equal(readPageMessage(value), null));
}

test("a program may bring text files", () => {
  const run = { type: "run", run: 1, code: "print()", stdin: null, limits: LIMITS, files: { "a.txt": "1" } };
  assert.deepEqual(readPageMessage(run), run);
});
