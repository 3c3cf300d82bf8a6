/** Questions to the shell, each with its answer. */
import type { Link } from "../lesson/link.ts";
import type { StudioAnswers, StudioAsk } from "./asks.ts";

interface Waiting {
  resolve: (answer: never) => void;
  reject: (reason: Error) => void;
}

/** The shell could not do it: the browser's own name for the reason, such as NotAllowedError. */
export class ShellFault extends Error {}

export class ShellLine {
  readonly #link: Link;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(link: Link) {
    this.#link = link;
    link.on("studio", ({ request, answer, fault }) => {
      const waiting = this.#waiting.get(request);
      this.#waiting.delete(request);
      if (fault) waiting?.reject(new ShellFault(fault));
      else waiting?.resolve(answer as never);
    });
  }

  /** @example await line.ask({ what: "read", path: "tasks/sum.json" }) */
  ask<A extends StudioAsk>(ask: A): Promise<StudioAnswers[A["what"]]> {
    this.#last += 1;
    const request = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      this.#link.send({ type: "studio", request, ask });
    });
  }
}
