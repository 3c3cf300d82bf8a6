/** Carries the questions of pages to the companion: each is one request of its own, and no other can be made. */
import { ask, type OwnHeaders, Refusal } from "../companion/api.ts";
import type { BridgeAsk, BridgeReply } from "./asks.ts";
import { readQuestion } from "./asks.ts";

/** Answer a message from the page, null when it is no question. */
export async function answer(message: unknown): Promise<BridgeReply | null> {
  const question = readQuestion(message);
  if (!question) return null;
  const { request, token } = question;
  try {
    return { request, answer: await carry(question.ask, token), refusal: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { request, answer: null, refusal: { code: error.code, details: error.details } };
  }
}

function carry(question: BridgeAsk, token: string | null): Promise<unknown> {
  const headers: OwnHeaders = token === null ? {} : { Authorization: `Bearer ${token}` };
  if ("user" in question) headers["Knapsack-User"] = question.user;
  switch (question.what) {
    case "who":
      return ask("GET", "/auth/me", undefined, headers);
    case "push":
      return ask("POST", "/events", { events: question.events }, headers);
    case "pull":
      return ask("GET", `/events/${question.after ?? "start"}`, undefined, headers);
    case "official":
      return ask("GET", "/official", undefined, headers);
    case "hand-in":
      return ask("POST", `/judge/${question.task}`, { id: question.id, code: question.code }, headers);
    case "look":
      return ask("GET", `/judge/${question.id}`, undefined, headers);
    case "sign-out":
      return ask("POST", "/auth/logout", undefined, headers);
    case "pair":
      return ask("POST", "/pairings", { code: question.code, name: question.name });
  }
}
