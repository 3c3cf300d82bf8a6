import assert from "node:assert/strict";
import { test } from "node:test";
import { countDone, countRight } from "../../../runtime/browser/src/lesson/marks.ts";
import type { Progress } from "../../../runtime/browser/src/protocol.ts";

const PROGRESS: Progress = {
  lessons: { "c/one": "read", "c/two": "opened", "other/one": "read" },
  tasks: {
    "c/sum": { verdict: "OK", score: 1, solved: true },
    "c/echo": { verdict: "WA", score: 0.5, solved: false },
  },
  questions: {
    "c/quiz/a": { correct: true, answer: 0, attempts: 1 },
    "c/quiz/b": { correct: false, answer: 1, attempts: 2 },
    "c/quiz_2/a": { correct: true, answer: 0, attempts: 1 },
  },
};

test("read lessons and solved tasks are counted in their own course", () => {
  const count = countDone(PROGRESS, "c", ["one", "two", "three"], ["sum", "echo"]);
  assert.deepEqual(count, { read: 1, lessons: 3, solved: 1, tasks: 2 });
  assert.deepEqual(countDone(PROGRESS, "none", ["one"], ["sum"]), {
    read: 0,
    lessons: 1,
    solved: 0,
    tasks: 1,
  });
});

test("right answers are counted by quiz, not by the beginning of its name", () => {
  assert.equal(countRight(PROGRESS, "c", ["quiz"]), 1);
  assert.equal(countRight(PROGRESS, "c", ["quiz", "quiz_2"]), 2);
});
