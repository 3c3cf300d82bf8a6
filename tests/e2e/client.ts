/** A program that asks the companion as its pages do. */
import assert from "node:assert/strict";

/** Has the cookies of whoever signed in with it. */
export class Client {
  readonly #origin: string;
  #cookies = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The answer's JSON; it has to be none of refusal. */
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  async ask(method: string, place: string, body?: unknown): Promise<any> {
    const headers = {
      Origin: this.#origin,
      Cookie: this.#cookies,
      "Content-Type": "application/json",
    };
    const answer = await fetch(this.#origin + place, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${place}: ${text}`);
    const set = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
    if (set.length) this.#cookies = set.join("; ");
    return text ? JSON.parse(text) : null;
  }
}
