/** What a page of the site may ask of a companion, over the bridge; nothing else gets across. */
import type { Role, Who } from "../companion/api.ts";
import { isListOf, isRecord, isText } from "../guards.ts";
import { isEvent, type KnapsackEvent, MAX_CODE } from "../progress/event.ts";
import type { Verdict } from "../protocol.ts";

/** `user` is whom the page works for: a browser may be somebody else's by now. */
export type BridgeAsk =
  | { what: "who" }
  | { what: "push"; user: string; events: KnapsackEvent[] }
  | { what: "pull"; user: string; after: string | null }
  | { what: "official"; user: string }
  | { what: "hand-in"; user: string; id: string; task: string; code: string }
  | { what: "look"; user: string; id: string }
  | { what: "sign-out" }
  | { what: "pair"; code: string; name: string };

export interface OfficialTest {
  name: string;
  private: boolean;
  verdict: Verdict;
}

/** A program that was handed in, as far as pages want to know; see `runtime/companion/api/judging.py`. */
export interface Judgement {
  id: string;
  task: string;
  state: "waits" | "runs" | "judged";
  place: number | null;
  done: number;
  tests: number;
  verdict: { verdict: Verdict | null; score: number | null; tests: OfficialTest[] } | null;
}

export interface BridgeAnswers {
  who: Who;
  push: { taken: number; known: number; foreign: string[] };
  pull: { events: unknown[]; known: boolean; more: boolean };
  official: { tasks: string[]; best: { task: string; verdict: Verdict; score: number }[] };
  "hand-in": { judgement: Judgement };
  look: { judgement: Judgement };
  "sign-out": undefined;
  pair: { token: string; user: { id: string; name: string; role: Role } };
}

/** Over the port; `token` is a paired page's. */
export interface BridgeQuestion {
  request: number;
  token: string | null;
  ask: BridgeAsk;
}

/** `refusal` is null when it went well. */
export interface BridgeReply {
  request: number;
  answer: unknown;
  refusal: { code: string; details: Record<string, unknown> } | null;
}

/** The only messages outside a port: the bridge says that it is there, the page sends it a port. */
export const BRIDGE_READY = "knapsack-bridge";
export const BRIDGE_PORT = "knapsack-bridge-port";

export const MOST_PUSHED = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TASK = /^[a-z0-9_-]{1,64}\.[A-Za-z0-9_-]{1,64}$/;

/** The question that a message is; null for everything else. */
export function readQuestion(value: unknown): BridgeQuestion | null {
  if (!isRecord(value) || !Number.isSafeInteger(value["request"])) return null;
  const { request, token, ask } = value;
  const read = readAsk(ask);
  if (!read || !(token === null || isText(token, 200, 1))) return null;
  return { request: request as number, token, ask: read };
}

/** Null when it is none; what is not part of it stays behind. */
export function readAsk(value: unknown): BridgeAsk | null {
  if (!isRecord(value)) return null;
  const { what, user, id, task, code, events, after, name } = value;
  if (what === "who" || what === "sign-out") return { what };
  if (what === "pair" && isText(code, 20, 1) && isText(name, 60, 1)) return { what, code, name };
  if (!isUuid(user)) return null;
  if (what === "official") return { what, user };
  if (what === "push" && isListOf(events, MOST_PUSHED, isEvent)) return { what, user, events };
  if (what === "pull" && (after === null || isUuid(after))) return { what, user, after };
  if (!isUuid(id)) return null;
  if (what === "look") return { what, user, id };
  if (what === "hand-in" && isText(task, 130) && TASK.test(task) && isText(code, MAX_CODE, 1))
    return { what, user, id, task, code };
  return null;
}

function isUuid(value: unknown): value is string {
  return isText(value, 36) && UUID.test(value);
}
