/** Whether an answer to a question is right. */
import type { Sealed } from "./unseal.ts";

/** 3.15 is within 0.01 of 3.14, whatever binary fractions say. */
const ROUNDING = 1e-9;

export type QuestionType = "single" | "multiple" | "text" | "number";
export type Answer = string | number | number[];

/**
 * Texts: case, and white space around or doubled, do not count. Numbers: a comma is a decimal point too, and the
 * tolerance is how far off they may be. Several choices: all the right ones and no other, in any order.
 *
 * @example isRight("number", "0,5", {answer: 0.5, tolerance: 1e-9, explain: ""}) // true
 */
export function isRight(type: QuestionType, given: Answer, sealed: Sealed): boolean {
  if (type === "single") return given === sealed.answer;
  if (type === "multiple") return sameSet(given, sealed.answer);
  if (type === "text") return isAccepted(String(given), sealed.answer);
  const number = parseNumber(String(given));
  if (number === null || typeof sealed.answer !== "number") return false;
  return Math.abs(number - sealed.answer) <= sealed.tolerance * (1 + ROUNDING);
}

/** Null when the text is no number. */
export function parseNumber(text: string): number | null {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".")
    .replace("\u2212", "-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}

export function foldText(text: string): string {
  return text.normalize("NFC").trim().replace(/\s+/g, " ").toLocaleLowerCase();
}

function sameSet(given: Answer, answer: Sealed["answer"]): boolean {
  if (!Array.isArray(given) || !Array.isArray(answer)) return false;
  const [left, right] = [new Set<unknown>(given), new Set<unknown>(answer)];
  return left.size === right.size && [...left].every((item) => right.has(item));
}

function isAccepted(given: string, answer: Sealed["answer"]): boolean {
  return (
    Array.isArray(answer) &&
    answer.some((text) => typeof text === "string" && foldText(text) === foldText(given))
  );
}
