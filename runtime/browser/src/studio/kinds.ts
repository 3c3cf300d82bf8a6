/** How a new task, test, quiz or question begins. */
import type { Json } from "../guards.ts";
import type { Kind } from "./work.ts";

export const VERDICTS = ["WA", "RE", "CE", "TL", "ML", "OL"] as const;
export const CHECKERS = ["strip", "exact", "regex", "float", "python_expr", "drawing"] as const;
export const QUESTIONS = ["single", "multiple", "text", "number"] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

export function newDocument(kind: Kind): Json {
  if (kind === "quiz") return { id: "", title: "", questions: [newQuestion("q1")] };
  return { id: "", title: "", description: "", tests: [newTest()] };
}

export function newTest(): Json {
  return { input: "", expected: "" };
}

export function newQuestion(id: string): Json {
  return { id, type: "single", prompt: "", choices: ["", ""], answer: 0 };
}

/**
 * The first name of the form q1, q2, … that is free.
 *
 * @example freeId("q", ["q1", "q3"]) // "q2"
 */
export function freeId(prefix: string, taken: readonly unknown[]): string {
  let number = 1;
  while (taken.includes(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** Which of the two a file's content is: a quiz has questions. Null when it is neither. */
export function kindOf(document: Json): Kind | null {
  if (Array.isArray(document["questions"])) return "quiz";
  return "questions" in document || "lessons" in document || "format" in document ? null : "task";
}

const LATIN: Record<string, string> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  е: "e",
  ё: "e",
  ж: "zh",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "h",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sch",
  ъ: "",
  ы: "y",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
};

/**
 * A name for programs made of a title.
 *
 * @example idFrom("Сумма двух чисел") // "summa_dvuh_chisel"
 */
export function idFrom(title: string): string {
  const latin = title.toLowerCase().replace(/[а-яё]/g, (letter) => LATIN[letter] ?? "");
  const plain = latin.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 64)
    .replace(/_+$/, "");
}
