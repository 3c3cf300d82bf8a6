/** A task as the judge takes it: every test, the private ones too, for this is its teacher's own computer. */
import { isRecord, type Json } from "../guards.ts";
import type { CheckerSpec, Limits, Task, TaskTest, TextFiles } from "../protocol.ts";
import { getAt, listAt, textAt } from "./json_path.ts";
import { CHECKERS } from "./kinds.ts";

const LIMITS: Limits = { time_ms: 2000, memory_mb: 128, output_kb: 64 };
const TOLERANCE = 1e-9;

/** The title and texts are left out: a verdict needs none. Tests without a name are numbered as the builder does. */
export function taskToJudge(document: Json): Task {
  const tests = listAt(document, ["tests"]);
  const width = Math.max(2, String(tests.length).length);
  return {
    id: "studio",
    course: "studio",
    title: "",
    tests: tests.map((test, index) => testToJudge(test, String(index + 1).padStart(width, "0"))),
    checker: checkerToJudge(document["checker"]),
    limits: limitsToJudge(document["limits"]),
    template: "",
    hints: [],
    points: 1,
    difficulty: "easy",
    private_tests: 0,
  };
}

/** The same task for seeing what a program answers: whatever is expected can be read, and no checker of its own decides. */
export function taskToAnswer(task: Task): Task {
  const tests = task.tests.map((test) => (test.call === undefined ? test : { ...test, expected: "None" }));
  return { ...task, checker: { type: "strip" }, tests };
}

function testToJudge(test: unknown, number: string): TaskTest {
  const judged: TaskTest = {
    name: textAt(test, ["name"]) || number,
    expected: textAt(test, ["expected"]),
    points: numberOr(getAt(test, ["points"]), 1),
  };
  const [call, files] = [textAt(test, ["call"]), filesOf(getAt(test, ["files"]))];
  if (files) judged.files = files;
  if (!call) return { ...judged, input: textAt(test, ["input"]) };
  return { ...judged, call, tolerance: numberOr(getAt(test, ["tolerance"]), TOLERANCE) };
}

function checkerToJudge(checker: unknown): CheckerSpec {
  const type = typeof checker === "string" ? checker : textAt(checker, ["type"]);
  const spec: CheckerSpec = { type: CHECKERS.find((known) => known === type) ?? "strip" };
  if (!isRecord(checker)) return spec;
  const { abs, rel, expr, tolerance } = checker;
  if (typeof abs === "number") spec.abs = abs;
  if (typeof rel === "number") spec.rel = rel;
  if (typeof tolerance === "number") spec.tolerance = tolerance;
  if (typeof expr === "string") spec.expr = expr;
  return spec;
}

function limitsToJudge(limits: unknown): Limits {
  return {
    time_ms: numberOr(getAt(limits, ["time_ms"]), LIMITS.time_ms),
    memory_mb: numberOr(getAt(limits, ["memory_mb"]), LIMITS.memory_mb),
    output_kb: numberOr(getAt(limits, ["output_kb"]), LIMITS.output_kb),
  };
}

function filesOf(files: unknown): TextFiles | null {
  if (!isRecord(files)) return null;
  const texts = Object.entries(files).filter(([, content]) => typeof content === "string");
  return texts.length ? (Object.fromEntries(texts) as TextFiles) : null;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" && value >= 0 ? value : otherwise;
}
