/** A learner of this browser and their account at a companion: work carried both ways, official verdicts. */
import { Refusal } from "../companion/api.ts";
import type { KnapsackEvent } from "../progress/event.ts";
import type { Official } from "../protocol.ts";
import { Courier, type EventLog, type Standing } from "./courier.ts";
import { HandIns } from "./hand_ins.ts";
import type { Kept } from "./kept.ts";
import type { Asks } from "./line.ts";

export class Account {
  readonly learner: string;
  readonly #kept: Kept;
  readonly #user: string;
  readonly #courier: Courier;
  readonly #handIns: HandIns;
  #beginning = false;
  #begun = false;
  standing: Standing = "here";
  onstanding: () => void = () => {};
  onofficial: (tasks: Record<string, Official>) => void = () => {};

  constructor(line: Asks, log: EventLog, kept: Kept, user: string, learner: string) {
    this.#kept = kept;
    this.#user = user;
    this.learner = learner;
    this.#courier = new Courier(line, log, kept, user, learner);
    this.#courier.onstanding = (standing) => this.#stands(standing);
    this.#handIns = new HandIns(line, kept, user);
    this.#handIns.onchange = (tasks) => this.onofficial(tasks);
  }

  /** Fetch what came from elsewhere, then bring what is new here. Returns whether a program has come. */
  async begin(): Promise<boolean> {
    await this.#kept.know(this.#user);
    const fresh = await this.#courier.pull();
    this.#courier.changed();
    return fresh > 0;
  }

  changed(): void {
    this.#courier.changed();
  }

  hurry(): void {
    void this.#courier.hurry();
    if (this.#begun) this.#handIns.hurry();
  }

  push(): Promise<void> {
    return this.#courier.push();
  }

  added(event: KnapsackEvent): void {
    if (event.type === "submission.created") this.#handIns.checked(event);
  }

  handIn(course: string, task: string): void {
    void this.#handIns.handIn(course, task);
  }

  official(): Record<string, Official> {
    return this.#handIns.all();
  }

  #stands(standing: Standing): void {
    if (standing === "here") void this.#beginHandIns();
    if (standing === this.standing) return;
    if (standing === "here" && this.#begun) this.#handIns.hurry();
    this.standing = standing;
    this.onstanding();
  }

  /** With the first answer; without official verdicts the lessons go on. */
  async #beginHandIns(): Promise<void> {
    if (this.#begun || this.#beginning) return;
    this.#beginning = true;
    try {
      await this.#handIns.begin();
      this.#begun = true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.warn(error);
    } finally {
      this.#beginning = false;
    }
  }
}
