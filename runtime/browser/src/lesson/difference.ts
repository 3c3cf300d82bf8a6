/** Where two outputs differ, character by character, with white space made visible. */
import { type ChangeObject, diffChars, diffLines } from "diff";
import type { CheckerSpec } from "../protocol.ts";
import { showControls } from "./controls.ts";

export interface Part {
  text: string;
  changed: boolean;
}

export interface Difference {
  expected: Part[];
  got: Part[];
  /** 1-based line of the first difference. */
  line: number;
}

/** Beyond this nobody compares letters. */
const MAX_COMPARED = 20_000;
const MAX_EDITS = 600;

/** The text as the checker sees it: by default trailing white space and blank lines at the end do not count. */
export function asCompared(text: string, checker: CheckerSpec["type"]): string {
  const unix = text.replace(/\r\n/g, "\n");
  return checker === "strip" ? unix.replace(/[^\S\n]+$/gm, "").trimEnd() : unix;
}

/**
 * Null when the texts are equal.
 *
 * @example findDifference("cat\n", "cut\n")
 * // {expected: [{text: "c", changed: false}, {text: "a", changed: true}, …], got: […], line: 1}
 */
export function findDifference(expected: string, got: string): Difference | null {
  if (expected === got) return null;
  const [left, right] = [expected.slice(0, MAX_COMPARED), got.slice(0, MAX_COMPARED)];
  const changes = compare(left, right);
  return {
    expected: changes.filter(({ added }) => !added).map((change) => toPart(change, change.removed)),
    got: changes.filter(({ removed }) => !removed).map((change) => toPart(change, change.added)),
    line: firstLine(left, right),
  };
}

function compare(left: string, right: string): ChangeObject<string>[] {
  const limit = { maxEditLength: MAX_EDITS };
  const whole = [
    { value: left, added: false, removed: true, count: 1 },
    { value: right, added: true, removed: false, count: 1 },
  ];
  return diffChars(left, right, limit) ?? diffLines(left, right, limit) ?? whole;
}

function toPart(change: ChangeObject<string>, changed: boolean): Part {
  return { text: changed ? visible(change.value) : change.value, changed };
}

/** @example visible("a b\n") // "a·b↵\n" */
export function visible(text: string): string {
  return showControls(text)
    .replace(/ /g, "·")
    .replace(/\t/g, "⇥\t")
    .replace(/\u00a0/g, "⍽")
    .replace(/\n/g, "↵\n");
}

function firstLine(left: string, right: string): number {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  return left.slice(0, index).split("\n").length;
}
