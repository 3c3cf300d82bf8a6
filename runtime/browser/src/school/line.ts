/** The shell's line to a companion: an unseen frame with the companion's own page, which alone may ask it. */
import {
  BRIDGE_PORT,
  BRIDGE_READY,
  type BridgeAnswers,
  type BridgeAsk,
  type BridgeQuestion,
  type BridgeReply,
} from "../bridge/asks.ts";
import { Refusal } from "../companion/api.ts";
import { h } from "../dom.ts";
import { isRecord } from "../guards.ts";

/** A frame without a page of ours says nothing at all, so patience has to end. */
const READY_MS = 5000;
const ANSWER_MS = 60_000;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (reason: Refusal) => void;
  timer: ReturnType<typeof setTimeout>;
}

export interface Asks {
  ask<A extends BridgeAsk>(ask: A): Promise<BridgeAnswers[A["what"]]>;
}

export class Line implements Asks {
  readonly #address: string;
  readonly #origin: string;
  readonly #waiting = new Map<number, Waiting>();
  #port: Promise<MessagePort> | null = null;
  #last = 0;
  /** A paired page's; null where the browser's own session counts. */
  token: string | null = null;

  /** `origin` is what the bridge's messages come from: "null" for one that is kept apart. */
  constructor(address: string, origin: string) {
    this.#address = address;
    this.#origin = origin;
  }

  /** Rejects with a Refusal, of the code `no_answer` when there is no companion. */
  async ask<A extends BridgeAsk>(ask: A): Promise<BridgeAnswers[A["what"]]> {
    this.#port ??= this.#open();
    const port = await this.#port;
    this.#last += 1;
    const question: BridgeQuestion = { request: this.#last, token: this.token, ask };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#end(question.request)?.reject(new Refusal("no_answer")),
        ANSWER_MS,
      );
      this.#waiting.set(question.request, { resolve, reject, timer });
      port.postMessage(question);
    });
  }

  async #open(): Promise<MessagePort> {
    const frame = h("iframe", { src: this.#address, hidden: true, title: "Knapsack", tabindex: -1 });
    const ready = this.#ready(frame);
    document.body.append(frame);
    try {
      return await ready;
    } catch (error) {
      frame.remove();
      this.#port = null; // the next question tries again
      throw error;
    }
  }

  #ready(frame: HTMLIFrameElement): Promise<MessagePort> {
    return new Promise((resolve, reject) => {
      const hear = (event: MessageEvent<unknown>): void => {
        if (event.source !== frame.contentWindow || event.origin !== this.#origin) return;
        if (!isRecord(event.data) || event.data["type"] !== BRIDGE_READY) return;
        done();
        resolve(this.#connect(frame));
      };
      const timer = setTimeout(() => {
        done();
        reject(new Refusal("no_answer"));
      }, READY_MS);
      const done = (): void => {
        clearTimeout(timer);
        window.removeEventListener("message", hear);
      };
      window.addEventListener("message", hear);
    });
  }

  #connect(frame: HTMLIFrameElement): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<BridgeReply>) => this.#answered(data);
    const target = this.#origin === "null" ? "*" : this.#origin; // an opaque origin cannot be named
    frame.contentWindow?.postMessage({ type: BRIDGE_PORT }, target, [port2]);
    return port1;
  }

  #answered({ request, answer, refusal }: BridgeReply): void {
    const waiting = this.#end(request);
    if (refusal) waiting?.reject(new Refusal(refusal.code, refusal.details));
    else waiting?.resolve(answer as never);
  }

  #end(request: number): Waiting | undefined {
    const waiting = this.#waiting.get(request);
    this.#waiting.delete(request);
    clearTimeout(waiting?.timer);
    return waiting;
  }
}
