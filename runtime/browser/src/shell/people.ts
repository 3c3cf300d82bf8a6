/** Who learns on this computer: the current learner, the others, and a guest where nobody has said their name. */
import { v7 as uuid } from "uuid";
import type { KnownLearner } from "../progress/derive.ts";
import type { ProgressLog } from "../progress/log.ts";
import type { Learner } from "../protocol.ts";

/** Each readable with white letters on it. */
export const COLOURS = [
  "#1a6fb5",
  "#1f7a4d",
  "#b3410e",
  "#8a3ab9",
  "#b8255f",
  "#8a6100",
  "#0f766e",
  "#5b5bd6",
] as const;

export class People {
  readonly #log: ProgressLog;
  #current: Learner;

  /**
   * The learner of the last time, else the most recent, else a guest whom nothing is written of yet; never one of the
   * `hidden`.
   */
  constructor(
    log: ProgressLog,
    last: string | undefined,
    guestName: string,
    hidden: ReadonlySet<string> = new Set(),
  ) {
    this.#log = log;
    const known = log.learners().filter(({ id }) => !hidden.has(id));
    const found = known.find(({ id }) => id === last) ?? known[0];
    this.#current = found ? asLearner(found) : { id: uuid(), name: guestName, colour: COLOURS[0] };
  }

  get current(): Learner {
    return this.#current;
  }

  /** All known learners, the most recent first; the current one is among them even before the first record. */
  all(): Learner[] {
    const known = this.#log.learners().map(asLearner);
    return known.some(({ id }) => id === this.#current.id) ? known : [this.#current, ...known];
  }

  choose(id: string): boolean {
    const found = this.all().find((learner) => learner.id === id);
    if (!found || found.id === this.#current.id) return false;
    this.#current = found;
    return true;
  }

  /** Somebody whom a companion knows. */
  become(learner: Learner): void {
    this.#current = learner;
  }

  async add(name: string): Promise<void> {
    const used = new Set(this.all().map(({ colour }) => colour));
    const colour = COLOURS.find((candidate) => !used.has(candidate)) ?? COLOURS[0];
    const learner = { id: uuid(), name: clean(name), colour };
    await this.introduce(learner);
    this.#current = learner;
  }

  async change(name: string, colour: string): Promise<void> {
    const learner = { ...this.#current, name: clean(name), colour };
    if (learner.name === this.#current.name && colour === this.#current.colour) return;
    await this.introduce(this.#current);
    await this.#log.add("learner.updated", learner.id, { name: learner.name, colour });
    this.#current = learner;
  }

  /** Write a learner down before the first record of theirs. */
  async introduce(learner: Learner): Promise<void> {
    if (this.#log.learners().some(({ id }) => id === learner.id)) return;
    await this.#log.add("learner.created", learner.id, { name: learner.name, colour: learner.colour });
  }

  /** After taking in others' events: a guest who has done nothing makes way for whoever came, names are read anew. */
  refresh(): boolean {
    const known = this.#log.learners();
    const same = known.find(({ id }) => id === this.#current.id);
    if (same) this.#current = asLearner(same);
    const newcomer = known.find(({ id }) => id !== this.#current.id && this.#log.hasWork(id));
    if (this.#log.hasWork(this.#current.id) || !newcomer) return false;
    this.#current = asLearner(newcomer);
    return true;
  }
}

/** One line, no more than 40 characters; never empty, for the caller asks for a name first. */
function clean(name: string): string {
  return [...name.replace(/\s+/g, " ").trim()].slice(0, 40).join("");
}

function asLearner({ id, name, colour }: KnownLearner): Learner {
  return { id, name, colour };
}
