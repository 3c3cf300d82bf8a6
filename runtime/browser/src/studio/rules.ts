/** Rules beyond the schemas, those of `builder/validate` that need neither Python nor the rest of the course. */
import { readThing } from "../drawing/text.ts";
import type { Json } from "../guards.ts";
import type { Fault } from "./faults.ts";
import { getAt, listAt, type Path, pointerOf, textAt } from "./json_path.ts";
import { taskToJudge } from "./judge_task.ts";
import type { Kind } from "./work.ts";

export function brokenRules(kind: Kind, document: Json): Fault[] {
  return kind === "task" ? taskRules(document) : quizRules(document);
}

function fault(path: Path, key: string, values: Fault["values"] = {}): Fault {
  return { pointer: pointerOf(path), key, values, mild: false };
}

function advice(path: Path, key: string): Fault {
  return { pointer: pointerOf(path), key, values: {}, mild: true };
}

function taskRules(document: Json): Fault[] {
  const tests = listAt(document, ["tests"]);
  const names = tests.map((test) => textAt(test, ["name"])).filter((name) => name);
  const isPrivate = tests.map((test) => getAt(test, ["private"]) === true);
  const isDrawn = taskToJudge(document).checker.type === "drawing";
  const faults: Fault[] = [];
  if (tests.length === 0) faults.push(fault(["tests"], "no_tests"));
  for (const [index, test] of tests.entries()) {
    const name = textAt(test, ["name"]);
    if (name && names.indexOf(name) !== names.lastIndexOf(name))
      faults.push(fault(["tests", index, "name"], "name_twice", { name }));
    if (getAt(test, ["call"]) !== undefined && !textAt(test, ["expected"]).trim())
      faults.push(fault(["tests", index, "expected"], "no_value"));
    if (isDrawn && getAt(test, ["call"]) === undefined) faults.push(...drawingFaults(test, index));
    for (const file of Object.keys((getAt(test, ["files"]) as Json | undefined) ?? {}))
      if (!isFileName(file)) faults.push(fault(["tests", index, "files"], "file_name", { name: file }));
  }
  if (!hasText(document["description"])) faults.push(advice(["description"], "no_description"));
  if (tests.length && isPrivate.every(Boolean)) faults.push(advice(["tests"], "all_private"));
  else if (tests.length && !isPrivate.some(Boolean)) faults.push(advice(["tests"], "no_private"));
  if (!textAt(document, ["solution"])) faults.push(advice(["solution"], "no_solution"));
  if (listAt(document, ["wrong"]).length === 0) faults.push(advice(["wrong"], "no_wrong"));
  return faults;
}

/** The first line that is none of a drawing. */
function drawingFaults(test: unknown, index: number): Fault[] {
  const lines = textAt(test, ["expected"]).split("\n");
  const wrong = lines.findIndex((line) => line.trim() && !readThing(line));
  return wrong < 0 ? [] : [fault(["tests", index, "expected"], "drawing", { line: wrong + 1 })];
}

/** As a name of a folder's file that every system takes. */
function isFileName(name: string): boolean {
  const parts = name.split("/");
  return parts.every((part) => /^[^\\:*?"<>|\p{Cc}]+$/u.test(part) && !/^\.+$|[. ]$/.test(part));
}

function quizRules(document: Json): Fault[] {
  const questions = listAt(document, ["questions"]);
  const ids = questions.map((question) => textAt(question, ["id"]));
  const faults: Fault[] = questions.length === 0 ? [fault(["questions"], "no_questions")] : [];
  for (const [index, question] of questions.entries()) {
    const [path, id] = [["questions", index] as const, ids[index] ?? ""];
    if (id && ids.indexOf(id) !== ids.lastIndexOf(id))
      faults.push(fault([...path, "id"], "id_twice", { name: id }));
    if (!hasText(getAt(question, ["prompt"]))) faults.push(fault([...path, "prompt"], "missing"));
    faults.push(...answerFaults(question, path));
    for (const [number, choice] of listAt(question, ["choices"]).entries())
      if (!hasText(choice)) faults.push(fault([...path, "choices", number], "missing"));
  }
  return faults;
}

function answerFaults(question: unknown, path: Path): Fault[] {
  const [type, answer] = [textAt(question, ["type"]), getAt(question, ["answer"])];
  const choices = listAt(question, ["choices"]).length;
  const place = [...path, "answer"];
  if (type === "single" && typeof answer === "number" && answer >= choices)
    return [fault(place, "no_choice")];
  if (type === "multiple" && Array.isArray(answer)) {
    if (answer.some((each) => Number(each) >= choices)) return [fault(place, "no_choice")];
    if (answer.length === 0) return [advice(place, "none_right")];
  }
  return [];
}

function hasText(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return typeof value === "object" && value !== null && Object.values(value).some((text) => hasText(text));
}
