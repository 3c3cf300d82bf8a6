/** Opens a question's sealed answer; docs/architecture.md says how it is closed, and that it is no secret. */
import { isAnswer, isListOf, isNumber, isRecord, isText } from "../guards.ts";

export interface Sealed {
  /** A choice, several choices, accepted texts, or a number. */
  answer: number | number[] | string[];
  tolerance: number;
  explain: string;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const DEFAULT_TOLERANCE = 1e-9;

/** FNV-1a, 32 bits, as an unsigned number. */
export function fnv1a(bytes: Uint8Array): number {
  let hash = FNV_OFFSET;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

/** The first `length` bytes of xorshift32 (13, 17, 5) from this seed: the low byte of each new state. */
export function keyStream(seed: number, length: number): Uint8Array {
  let state = seed === 0 ? 1 : seed;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

/** Throws where the text is not what the builder sealed for this very question. */
export function unseal(quiz: string, question: string, sealed: string): Sealed {
  const seed = fnv1a(new TextEncoder().encode(`${quiz}/${question}`));
  const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
  const key = keyStream(seed, bytes.length);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(
    bytes.map((byte, index) => byte ^ (key[index] ?? 0)),
  );
  return readSealed(JSON.parse(text));
}

function readSealed(value: unknown): Sealed {
  const answer = isRecord(value) ? value["answer"] : null;
  if (!isRecord(value) || !(isTexts(answer) || isAnswer(answer)) || typeof answer === "string")
    throw new TypeError("a sealed answer of an unknown form");
  const tolerance = isNumber(value["tolerance"], 0, Number.MAX_VALUE)
    ? value["tolerance"]
    : DEFAULT_TOLERANCE;
  const explain = typeof value["explain"] === "string" ? value["explain"] : "";
  return { answer, tolerance, explain };
}

function isTexts(value: unknown): value is string[] {
  return isListOf(value, 1000, (item): item is string => isText(item, 10_000));
}
