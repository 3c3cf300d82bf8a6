/** The text of a drawing, a thing a line: what docs/judge.md describes. Whatever is not so is left out. */

export interface Point {
  x: number;
  y: number;
}

export type Thing =
  | { kind: "line"; from: Point; to: Point; colour: string; width: number }
  | { kind: "fill"; colour: string; points: Point[] }
  | { kind: "dot"; at: Point; size: number; colour: string }
  | { kind: "text"; at: Point; size: number; align: Align; colour: string; words: string }
  | { kind: "turtle"; at: Point; heading: number; colour: string; shape: string }
  | { kind: "canvas"; width: number; height: number }
  | { kind: "background"; colour: string }
  | { kind: "clear" };
export type Align = "left" | "center" | "right";

/** Where an author does not say how a thing looks. */
const LOOK = { colour: "black", width: 1, dot: 5, text: 8 };
const NUMBER = /^-?\d{1,7}(?:\.\d{1,6})?$/;
const COLOUR = /^(?:#[0-9a-f]{3}|#[0-9a-f]{6}|[a-z]{3,20})$/i;
const STYLED_WORDS = /^(\S+) (left|center|right) (\S+) (.+)$/;
const LARGEST_CANVAS = 10_000;

/**
 * The thing that a line describes, null when it describes none.
 *
 * @example readThing("dot 0 0 20 red") // {kind: "dot", at: {x: 0, y: 0}, size: 20, colour: "red"}
 */
export function readThing(line: string): Thing | null {
  const [kind = "", ...rest] = line.trim().split(/\s+/);
  return READERS.get(kind)?.(rest) ?? null;
}

export function readDrawing(text: string): Thing[] {
  return text
    .split("\n")
    .map(readThing)
    .filter((thing) => thing !== null);
}

const READERS = new Map<string, (rest: string[]) => Thing | null>([
  ["line", readLine],
  ["fill", readFill],
  ["dot", readDot],
  ["text", readWords],
  ["turtle", readTurtle],
  ["canvas", readCanvas],
  ["background", readBackground],
  ["clear", (rest) => (rest.length === 0 ? { kind: "clear" } : null)],
]);

function readLine(rest: string[]): Thing | null {
  const [from, to] = points(rest.slice(0, 4));
  const colour = rest.length > 4 ? toColour(rest[4]) : LOOK.colour;
  const width = rest.length > 5 ? toNumber(rest[5]) : LOOK.width;
  if (!from || !to || colour === null || width === null || rest.length > 6) return null;
  return { kind: "line", from, to, colour, width: Math.abs(width) };
}

function readFill(rest: string[]): Thing | null {
  const said = rest[0] !== undefined && !NUMBER.test(rest[0]);
  const colour = said ? toColour(rest[0]) : LOOK.colour;
  const corners = points(said ? rest.slice(1) : rest);
  return colour === null || corners.length < 3 ? null : { kind: "fill", colour, points: corners };
}

function readDot(rest: string[]): Thing | null {
  const [at] = points(rest.slice(0, 2));
  const size = rest.length > 2 ? toNumber(rest[2]) : LOOK.dot;
  const colour = rest.length > 3 ? toColour(rest[3]) : LOOK.colour;
  if (!at || size === null || colour === null || rest.length > 4) return null;
  return { kind: "dot", at, size: Math.abs(size), colour };
}

function readWords(rest: string[]): Thing | null {
  const [at] = points(rest.slice(0, 2));
  const said = rest.slice(2).join(" ");
  if (!at || !said) return null;
  const [, size, align, colour, words] = STYLED_WORDS.exec(said) ?? [];
  const [number, name] = [toNumber(size), toColour(colour)];
  if (number === null || name === null || words === undefined)
    return { kind: "text", at, size: LOOK.text, align: "left", colour: LOOK.colour, words: said };
  return { kind: "text", at, size: Math.abs(number), align: align as Align, colour: name, words };
}

function readTurtle(rest: string[]): Thing | null {
  const [at] = points(rest.slice(0, 2));
  const [heading, colour] = [toNumber(rest[2]), toColour(rest[3])];
  if (!at || heading === null || colour === null) return null;
  return { kind: "turtle", at, heading, colour, shape: rest[4] ?? "turtle" };
}

function readCanvas(rest: string[]): Thing | null {
  const [width, height] = [toNumber(rest[0]), toNumber(rest[1])];
  if (!isSize(width) || !isSize(height)) return null;
  return { kind: "canvas", width, height };
}

function isSize(size: number | null): size is number {
  return size !== null && size >= 1 && size <= LARGEST_CANVAS;
}

function readBackground(rest: string[]): Thing | null {
  const colour = toColour(rest[0]);
  return colour === null ? null : { kind: "background", colour };
}

/** None when a number is wrong or one is left over. */
function points(tokens: string[]): Point[] {
  const numbers = tokens.map(toNumber);
  if (numbers.length % 2 || numbers.includes(null)) return [];
  return Array.from({ length: numbers.length / 2 }, (_, index) => ({
    x: numbers[index * 2] as number,
    y: numbers[index * 2 + 1] as number,
  }));
}

function toNumber(token: string | undefined): number | null {
  return token !== undefined && NUMBER.test(token) ? Number(token) : null;
}

function toColour(token: string | undefined): string | null {
  return token !== undefined && COLOUR.test(token) ? token.toLowerCase() : null;
}
