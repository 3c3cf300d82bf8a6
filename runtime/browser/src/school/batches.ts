/** Events on their way to a companion: in parts that it takes, without the one that it will never take. */
import { MOST_PUSHED } from "../bridge/asks.ts";
import { Refusal } from "../companion/api.ts";
import type { KnapsackEvent } from "../progress/event.ts";

/** In UTF-16 units; a request may be eight times as large. */
const MOST_LETTERS = 1_000_000;
const FAULT = /^\/events\/(\d+)/;

/** The first of these events, as many as fit into one request. */
export function nextBatch(events: readonly KnapsackEvent[]): KnapsackEvent[] {
  let letters = 0;
  const first = events.slice(0, MOST_PUSHED);
  const last = first.findIndex((event) => {
    letters += JSON.stringify(event).length;
    return letters > MOST_LETTERS;
  });
  return last < 0 ? first : first.slice(0, Math.max(last, 1));
}

/** Send a batch; returns what need not be sent again: all of it, or the one event that is refused for good. */
export async function sendBatch(
  batch: KnapsackEvent[],
  send: (events: KnapsackEvent[]) => Promise<unknown>,
): Promise<KnapsackEvent[]> {
  try {
    await send(batch);
    return batch;
  } catch (error) {
    const place = error instanceof Refusal && error.code === "unfit" ? error.details["pointer"] : null;
    const unfit = batch[Number(FAULT.exec(String(place))?.[1] ?? Number.NaN)];
    if (!unfit) throw error;
    console.warn("the companion does not take this event", unfit);
    return [unfit];
  }
}
