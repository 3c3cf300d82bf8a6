/** The boundary between pages and the shell: only messages of the agreed shape and size get through. */
import {
  isAnswer,
  isId,
  isInteger,
  isListOf,
  isNumber,
  isOneOf,
  isRecord,
  isText,
  type Json,
} from "../guards.ts";
import { MAX_CODE } from "../progress/event.ts";
import type { PageMessage } from "../protocol.ts";

type Check = (value: unknown) => boolean;
type Shape = Record<string, Check>;

const MAX_TEXT = 1024 * 1024;
const MAX_FILES = 20;
const code: Check = (value) => isText(value, MAX_CODE);
const text: Check = (value) => isText(value, MAX_TEXT);
const count: Check = (value) => isInteger(value, 0, Number.MAX_SAFE_INTEGER);
const flag: Check = (value) => typeof value === "boolean";
const points: Check = (value) => isNumber(value, 0, 1e6);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check, most: number): Check =>
  (value) =>
    isListOf(value, most, (item): item is unknown => check(item));
const record =
  (shape: Shape): Check =>
  (value) =>
    isRecord(value) && fits(value, shape);

/** Names were checked by the builder; here it is the shape that counts, the worker's file system is its own. */
const files: Check = (value) =>
  isRecord(value) &&
  Object.keys(value).length <= MAX_FILES &&
  Object.entries(value).every(([name, content]) => isText(name, 300, 1) && text(content));

const limits = record({
  time_ms: (value) => isNumber(value, 1, 600_000),
  memory_mb: (value) => isNumber(value, 1, 4096),
  output_kb: (value) => isNumber(value, 1, 102_400),
});

const test = record({
  name: (value) => isText(value, 200),
  input: optional(text),
  call: optional(text),
  expected: text,
  tolerance: optional((value) => isNumber(value, 0, Number.MAX_VALUE)),
  points,
  explain: optional(text),
  files: optional(files),
});

const checker = record({
  type: (value) => isOneOf(value, ["strip", "exact", "regex", "float", "python_expr", "drawing", "custom"]),
  abs: optional((value) => isNumber(value, 0, Number.MAX_VALUE)),
  rel: optional((value) => isNumber(value, 0, Number.MAX_VALUE)),
  tolerance: optional((value) => isNumber(value, 0, Number.MAX_VALUE)),
  expr: optional(text),
});

const task = record({
  id: isId,
  course: isId,
  title: text,
  tests: list(test, 1000),
  checker,
  checker_source: optional(text),
  limits,
  template: text,
  hints: list(text, 100),
  points,
  difficulty: (value) => isOneOf(value, ["easy", "medium", "hard"]),
  private_tests: count,
});

const SHAPES: Record<PageMessage["type"], Shape> = {
  wake: {},
  run: { run: count, code, stdin: nullable(text), limits, files: optional(files) },
  input: { run: count, line: nullable(text) },
  stop: { run: count },
  check: { run: count, lesson: nullable(isId), task, code },
  draft: { course: isId, task: isId, code, leaving: flag },
  attempt: {
    course: isId,
    lesson: isId,
    quiz: isId,
    question: isId,
    answer: isAnswer,
    correct: flag,
    points,
  },
  lesson: { course: isId, lesson: isId, state: (value) => isOneOf(value, ["opened", "read"]) },
  drafts: { request: count, course: isId, tasks: list(isId, 1000) },
  scheme: { scheme: (value) => isOneOf(value, ["default", "slate"]) },
  font: { size: (value) => isInteger(value, 8, 40) },
  place: { fragment: (value) => isText(value, 300) },
  "hand-in": { course: isId, task: isId },
  studio: { request: count, ask: (value) => isRecord(value) && isText(value["what"], 20) },
};

/** A page's message, null when it is none. */
export function readPageMessage(value: unknown): PageMessage | null {
  if (!isRecord(value) || typeof value["type"] !== "string" || !Object.hasOwn(SHAPES, value["type"]))
    return null;
  const { type, ...rest } = value;
  return fits(rest, SHAPES[type as PageMessage["type"]]) ? (value as PageMessage) : null;
}

function fits(value: Json, shape: Shape): boolean {
  return (
    Object.keys(value).every((name) => Object.hasOwn(shape, name)) &&
    Object.entries(shape).every(([name, check]) => check(value[name]))
  );
}
