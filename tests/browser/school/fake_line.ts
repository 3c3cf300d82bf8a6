/** A companion for tests: answers the questions of a page from memory, or refuses them. */
import type { BridgeAnswers, BridgeAsk, Judgement } from "../../../runtime/browser/src/bridge/asks.ts";
import { Refusal } from "../../../runtime/browser/src/companion/api.ts";
import type { KnapsackEvent } from "../../../runtime/browser/src/progress/event.ts";
import type { Asks } from "../../../runtime/browser/src/school/line.ts";

export class FakeLine implements Asks {
  readonly asked: BridgeAsk[] = [];
  events: KnapsackEvent[] = [];
  /** The next questions are refused with these codes, one after the other. */
  refusals: Refusal[] = [];
  tasks: string[] = [];
  best: BridgeAnswers["official"]["best"] = [];
  /** What is said of a program, one after the other; the last stays. */
  judgements: Partial<Judgement>[] = [];
  /** Events in one answer. */
  most = 100;

  async ask<A extends BridgeAsk>(ask: A): Promise<BridgeAnswers[A["what"]]> {
    this.asked.push(ask);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    return this.#answer(ask) as BridgeAnswers[A["what"]];
  }

  of<W extends BridgeAsk["what"]>(what: W): Extract<BridgeAsk, { what: W }>[] {
    return this.asked.filter((ask): ask is Extract<BridgeAsk, { what: W }> => ask.what === what);
  }

  #answer(ask: BridgeAsk): unknown {
    switch (ask.what) {
      case "push":
        return this.#take(ask.events);
      case "pull":
        return this.#handOut(ask.after);
      case "official":
        return { tasks: this.tasks, best: this.best };
      case "hand-in":
      case "look":
        return { judgement: this.#judgement(ask.id) };
      default:
        throw new Refusal("other");
    }
  }

  #take(events: KnapsackEvent[]): BridgeAnswers["push"] {
    const known = new Set(this.events.map(({ id }) => id));
    this.events.push(...events.filter(({ id }) => !known.has(id)));
    return { taken: events.length, known: 0, foreign: [] };
  }

  #handOut(after: string | null): BridgeAnswers["pull"] {
    const at = this.events.findIndex(({ id }) => id === after);
    const rest = this.events.slice(at + 1);
    return {
      events: structuredClone(rest.slice(0, this.most)),
      known: after === null || at >= 0,
      more: rest.length > this.most,
    };
  }

  #judgement(id: string): Judgement {
    const next = this.judgements.length > 1 ? this.judgements.shift() : this.judgements[0];
    const nothing = { place: null, done: 0, tests: 0, verdict: null };
    return { id, task: "c.sum", state: "waits", ...nothing, ...next };
  }
}
