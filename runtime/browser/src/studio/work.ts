/** The task or quiz being made, with every earlier state to go back to. */
import type { Json } from "../guards.ts";
import { listAt, type Path, pointerOf, setAt } from "./json_path.ts";

export type Kind = "task" | "quiz";

/** More steps back than anybody takes. */
const MAX_STEPS = 200;
/** Letters typed within this time are one step. */
const ONE_STEP_MS = 1500;

export class Work {
  #kind: Kind;
  #document: Json;
  #past: Json[] = [];
  #future: Json[] = [];
  #lastField = "";
  #lastTime = 0;
  readonly #now: () => number;
  /** The document has changed. */
  onchange: () => void = () => {};

  constructor(kind: Kind, document: Json, now: () => number = () => performance.now()) {
    this.#kind = kind;
    this.#document = document;
    this.#now = now;
  }

  get kind(): Kind {
    return this.#kind;
  }

  get document(): Json {
    return this.#document;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Begin with another document; there is no way back from it. */
  begin(kind: Kind, document: Json): void {
    this.#kind = kind;
    this.#document = document;
    this.#past = [];
    this.#future = [];
    this.#lastField = "";
    this.onchange();
  }

  /** Typing: what follows soon in the same field is the same step. */
  edit(path: Path, value: unknown): void {
    const [field, time] = [pointerOf(path), this.#now()];
    const continues = field === this.#lastField && time - this.#lastTime < ONE_STEP_MS;
    if (!continues) this.#remember();
    this.#lastField = field;
    this.#lastTime = time;
    this.#show(setAt(this.#document, path, value) as Json);
  }

  /** Part of the step before: what follows from it by itself. */
  amend(path: Path, value: unknown): void {
    this.#show(setAt(this.#document, path, value) as Json);
  }

  /** A step of its own. */
  change(path: Path, value: unknown): void {
    this.#remember();
    this.#show(setAt(this.#document, path, value) as Json);
  }

  /** Several fields in one step. */
  changeAll(changes: readonly (readonly [Path, unknown])[]): void {
    this.#remember();
    this.#show(
      changes.reduce<unknown>((inner, [path, value]) => setAt(inner, path, value), this.#document) as Json,
    );
  }

  insert(path: Path, index: number, ...items: unknown[]): void {
    this.change(path, listAt(this.#document, path).toSpliced(index, 0, ...items));
  }

  /** Take an item out; a list that is empty then goes with it unless `keep`. */
  remove(path: Path, index: number, keep = false): void {
    const rest = listAt(this.#document, path).toSpliced(index, 1);
    this.change(path, rest.length || keep ? rest : undefined);
  }

  move(path: Path, from: number, to: number): void {
    const list = listAt(this.#document, path);
    if (to < 0 || to >= list.length) return;
    this.change(path, list.toSpliced(from, 1).toSpliced(to, 0, list[from]));
  }

  undo(): void {
    this.#travel(this.#past, this.#future);
  }

  redo(): void {
    this.#travel(this.#future, this.#past);
  }

  #travel(from: Json[], to: Json[]): void {
    const state = from.pop();
    if (!state) return;
    to.push(this.#document);
    this.#lastField = "";
    this.#show(state);
  }

  #remember(): void {
    this.#past.push(this.#document);
    if (this.#past.length > MAX_STEPS) this.#past.shift();
    this.#future = [];
    this.#lastField = "";
  }

  #show(document: Json): void {
    this.#document = document;
    this.onchange();
  }
}
