/** A drawing as SVG, made thing by thing. */
import type { Align, Point, Thing } from "./text.ts";

type Line = Extract<Thing, { kind: "line" }>;
type Words = Extract<Thing, { kind: "text" }>;
type Turtle = Extract<Thing, { kind: "turtle" }>;

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 640, height: 480 };
/** Lines that follow each other share an element; its path is not too long to be set anew for each frame. */
const MOST_IN_PATH = 200;
const ANCHOR: Record<Align, string> = { left: "start", center: "middle", right: "end" };
/** Looking to the right, as a turtle does at first. */
const SHAPES = new Map([
  ["turtle", turtleShape()],
  ["classic", "M0 0L-9 5L-7 0L-9 -5Z"],
  ["arrow", "M10 0L0 10L0 -10Z"],
  ["triangle", "M11.6 0L-5.8 10L-5.8 -10Z"],
  ["square", "M-10 -10H10V10H-10Z"],
  ["circle", disc(0, 0, 10)],
]);

/** A path of lines that go on where the one before ends. */
interface Trail {
  path: SVGElement;
  data: string;
  count: number;
  last: Line;
}

export class Sheet {
  readonly element = make("svg", { class: "ks-sheet", role: "img" });
  readonly #paper = make("rect", { class: "ks-paper" });
  readonly #ink = make("g", { fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" });
  readonly #turtles = make("g", {});
  readonly #pen = make("line", {});
  readonly #walker = make("path", { class: "ks-turtle" });
  #trail: Trail | null = null;
  /** The last shape, not to be seen before its outline is there. */
  #filling: { shape: SVGElement; left: number } | null = null;

  constructor() {
    this.element.append(this.#paper, this.#ink, this.#turtles);
    this.clear();
  }

  clear(): void {
    this.#trail = this.#filling = null;
    this.#ink.replaceChildren();
    this.#turtles.replaceChildren();
    this.#paper.setAttribute("fill", "white");
    this.#resize(SIZE.width, SIZE.height);
  }

  add(thing: Thing): void {
    if (thing.kind !== "line") this.reveal();
    if (thing.kind === "line") this.#line(thing);
    else if (thing.kind === "clear") this.clear();
    else if (thing.kind === "canvas") this.#resize(thing.width, thing.height);
    else if (thing.kind === "background") this.#paper.setAttribute("fill", thing.colour);
    else if (thing.kind === "turtle") this.#turtle(thing);
    else this.#above(thing);
  }

  /** Show a line as far as it is drawn, from 0 to 1, with the turtle at its end. */
  walk(line: Line, fraction: number): void {
    const at = {
      x: line.from.x + (line.to.x - line.from.x) * fraction,
      y: line.from.y + (line.to.y - line.from.y) * fraction,
    };
    const stroke = { stroke: line.colour, "stroke-width": line.width };
    set(this.#pen, { x1: line.from.x, y1: -line.from.y, x2: at.x, y2: -at.y, ...stroke });
    const heading = (Math.atan2(line.to.y - line.from.y, line.to.x - line.from.x) * 180) / Math.PI;
    this.#place(this.#walker, { kind: "turtle", at, heading, colour: line.colour, shape: "turtle" });
    if (!this.#pen.isConnected) this.#ink.append(this.#pen);
    if (!this.#walker.isConnected) this.#turtles.append(this.#walker);
  }

  /** Show a shape whose outline has no more lines than there are. */
  reveal(): void {
    this.#filling?.shape.removeAttribute("visibility");
    this.#filling = null;
  }

  /** Show the lines that were added last. */
  settle(): void {
    this.#trail?.path.setAttribute("d", this.#trail.data);
  }

  /** Take the walking turtle away. */
  rest(): void {
    this.#pen.remove();
    this.#walker.remove();
  }

  #resize(width: number, height: number): void {
    const [x, y] = [-width / 2, -height / 2];
    this.element.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    set(this.element, { width, height });
    set(this.#paper, { x, y, width, height });
  }

  #line(line: Line): void {
    const { from, to } = line;
    const trail = this.#trail;
    const goes = trail !== null && trail.count < MOST_IN_PATH && follows(line, trail.last);
    const current = goes ? trail : this.#begin(line);
    current.data += goes ? `L${place(to)}` : `M${place(from)}L${place(to)}`;
    current.count += 1;
    current.last = line;
    if (this.#filling) this.#filling.left -= 1;
    if (this.#filling?.left === 0) this.reveal();
  }

  #begin(line: Line): Trail {
    this.settle();
    const path = make("path", { stroke: line.colour, "stroke-width": line.width });
    this.#ink.append(path);
    this.#trail = { path, data: "", count: 0, last: line };
    return this.#trail;
  }

  /** What lies above all before. */
  #above(thing: Extract<Thing, { kind: "fill" | "dot" | "text" }>): void {
    this.settle();
    this.#trail = null;
    if (thing.kind === "text") this.#ink.append(textOf(thing));
    else if (thing.kind === "dot")
      this.#ink.append(
        make("circle", { cx: thing.at.x, cy: -thing.at.y, r: thing.size / 2, fill: thing.colour }),
      );
    else this.#fill(thing);
  }

  /** It lies below its outline, whose lines follow; the student has drawn them first. */
  #fill({ points, colour }: Extract<Thing, { kind: "fill" }>): void {
    const shape = make("polygon", {
      points: points.map(place).join(" "),
      fill: colour,
      visibility: "hidden",
    });
    this.#filling = { shape, left: points.length - 1 };
    this.#ink.append(shape);
  }

  #turtle(turtle: Turtle): void {
    const path = make("path", { class: "ks-turtle" });
    this.#place(path, turtle);
    this.#turtles.append(path);
  }

  #place(path: SVGElement, { at, heading, colour, shape }: Turtle): void {
    const d = SHAPES.get(shape) ?? SHAPES.get("classic") ?? "";
    set(path, { d, fill: colour, transform: `translate(${place(at)}) rotate(${-heading})` });
  }
}

function follows(line: Line, last: Line): boolean {
  return (
    line.from.x === last.to.x &&
    line.from.y === last.to.y &&
    line.colour === last.colour &&
    line.width === last.width
  );
}

function textOf({ at, size, align, colour, words }: Words): SVGElement {
  // Turtles measure letters in points, of which 3 make 4 pixels.
  const text = make("text", { x: at.x, y: -at.y, "font-size": (size * 4) / 3, fill: colour });
  text.setAttribute("text-anchor", ANCHOR[align]);
  text.textContent = words;
  return text;
}

function place({ x, y }: Point): string {
  return `${x} ${-y}`;
}

function make(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  return element;
}

function set(element: SVGElement, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}

function disc(x: number, y: number, radius: number): string {
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}

/** Feet, head and tail, and the shell above them. */
function turtleShape(): string {
  const feet = [disc(7, 6, 2.6), disc(7, -6, 2.6), disc(-6, 6, 2.6), disc(-6, -6, 2.6)];
  const shell = "M-10 0a10 7.5 0 1 0 20 0a10 7.5 0 1 0 -20 0Z";
  return [...feet, disc(12.5, 0, 3.4), "M-9 -2L-14 0L-9 2Z", shell].join("");
}
