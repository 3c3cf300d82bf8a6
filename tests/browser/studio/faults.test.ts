import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { findFaults } from "../../../runtime/browser/src/studio/faults.ts";
import { kindOf } from "../../../runtime/browser/src/studio/kinds.ts";
import type { Kind } from "../../../runtime/browser/src/studio/work.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
const TEST = { input: "1", expected: "1" };
const TASK = { id: "sum", title: "Sum", description: "Add.", tests: [TEST], solution: "x" };
const QUESTION = { id: "q1", type: "single", prompt: "Why?", choices: ["a", "b"], answer: 0 };
const QUIZ = { id: "quiz", title: "Quiz", questions: [QUESTION] };

/** The serious faults as "pointer key". */
function faults(kind: Kind, document: object): string[] {
  return findFaults(kind, document as Record<string, unknown>)
    .filter(({ mild }) => !mild)
    .map(({ pointer, key }) => `${pointer} ${key}`);
}

const TASKS: [name: string, change: object, found: string[]][] = [
  ["nothing wrong", {}, []],
  ["an id with a space", { id: "a b" }, ["/id id"]],
  ["no title", { title: "" }, ["/title empty"]],
  ["a title missing in a language", { title: { en: "" } }, ["/title/en empty"]],
  ["a title that is a number", { title: 5 }, ["/title shape"]],
  ["a field that nobody knows", { homework: 1 }, ["/homework unknown"]],
  ["a test that expects a number", { tests: [{ ...TEST, expected: 5 }] }, ["/tests/0/expected text"]],
  ["points below zero", { tests: [{ ...TEST, points: -1 }] }, ["/tests/0/points least"]],
  ["points that are no number", { points: "many" }, ["/points number"]],
  ["both input and call", { tests: [{ ...TEST, call: "f()" }] }, ["/tests/0 shape"]],
  ["a call without its value", { tests: [{ call: "f()", expected: " " }] }, ["/tests/0/expected no_value"]],
  ["an empty call", { tests: [{ call: "", expected: "5" }] }, ["/tests/0/call empty"]],
  [
    "two tests of one name",
    { tests: [1, 2].map(() => ({ ...TEST, name: "a" })) },
    ["/tests/0/name name_twice", "/tests/1/name name_twice"],
  ],
  [
    "a file with a path out of its folder",
    { tests: [{ ...TEST, files: { "../a": "" } }] },
    ["/tests/0/files file_name"],
  ],
  ["no tests", { tests: [] }, ["/tests no_tests"]],
  ["too little time", { limits: { time_ms: 1 } }, ["/limits/time_ms least"]],
  ["half a millisecond", { limits: { time_ms: 20.5 } }, ["/limits/time_ms integer"]],
  [
    "a drawing that is none",
    { checker: "drawing", tests: [{ expected: "line 0 0 5 5\n\nsquare 5" }] },
    ["/tests/0/expected drawing"],
  ],
  [
    "a tolerance too small",
    { checker: { type: "drawing", tolerance: 0 }, tests: [{ expected: "" }] },
    ["/checker/tolerance least"],
  ],
  ["a checker without its expression", { checker: { type: "python_expr" } }, ["/checker/expr missing"]],
  ["an unknown checker", { checker: "magic" }, ["/checker choice"]],
  ["an empty wrong program", { wrong: [{ code: "", verdict: "WA" }] }, ["/wrong/0/code empty"]],
  ["the same tag twice", { tags: ["a", "a"] }, ["/tags twice"]],
];

for (const [name, change, found] of TASKS)
  test(`task: ${name}`, () => assert.deepEqual(faults("task", { ...TASK, ...change }), found));

const QUESTIONS: [name: string, change: object, found: string[]][] = [
  ["nothing wrong", {}, []],
  ["an answer that is no choice", { answer: 2 }, ["/questions/0/answer no_choice"]],
  ["one choice", { choices: ["a"] }, ["/questions/0/choices few"]],
  ["a choice without words", { choices: ["a", ""] }, ["/questions/0/choices/1 missing"]],
  ["no words", { prompt: { en: " " } }, ["/questions/0/prompt missing"]],
  ["no accepted text", { type: "text", choices: undefined, answer: "" }, ["/questions/0/answer empty"]],
  [
    "a number that is none",
    { type: "number", choices: undefined, answer: "x" },
    ["/questions/0/answer number"],
  ],
];

for (const [name, change, found] of QUESTIONS)
  test(`question: ${name}`, () => {
    const question = JSON.parse(JSON.stringify({ ...QUESTION, ...change }));
    assert.deepEqual(faults("quiz", { ...QUIZ, questions: [question] }), found);
  });

test("two questions of one name", () => {
  const found = faults("quiz", { ...QUIZ, questions: [QUESTION, QUESTION] });
  assert.deepEqual(found, ["/questions/0/id id_twice", "/questions/1/id id_twice"]);
});

test("a missing field is named at its place", () => {
  const { title: _, ...rest } = TASK;
  assert.deepEqual(faults("task", rest), ["/title missing"]);
});

test("what makes a task weak is advice", () => {
  const { solution: _, ...rest } = TASK;
  const mild = findFaults("task", { ...rest, description: "" }).map(({ key, mild: isMild }) => isMild && key);
  assert.deepEqual(mild, ["no_description", "no_private", "no_solution", "no_wrong"]);
});

test("a task with a folder of its own may have its tests and programs in files", () => {
  const document = { id: "sum", title: "Sum", description: "Add." };
  assert.deepEqual(findFaults("task", document, true), []);
});

test("every task and quiz of the bundled courses is without fault", () => {
  const files = ["courses", "tests/fixtures/courses"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /(^|\/)(tasks|quizzes)\/[^/]+\.json$/.test(name))
      .map((name) => path.join(ROOT, folder, name)),
  );
  assert.ok(files.length > 10);
  for (const file of files) {
    const document = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(faults(kindOf(document) ?? "task", document), [], file);
  }
});

test("every fault has its sentence", () => {
  const source = ["faults.ts", "rules.ts"]
    .map((name) => readFileSync(path.join(ROOT, "runtime/browser/src/studio", name), "utf8"))
    .join("\n");
  const keys = [...source.matchAll(/(?:fault|advice)\((?:\[.*?\], |place, )?"([a-z_]+)"/g)].map(
    ([, key]) => key,
  );
  assert.ok(keys.length > 20);
  const texts = JSON.parse(readFileSync(path.join(ROOT, "site_overrides/messages/en.json"), "utf8"));
  const others = ["name", "id", "number", "integer", "text"];
  for (const key of [...keys, ...others]) assert.ok(texts[`studio.fault_${key}`], key);
});
