import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ask, Refusal } from "../../../runtime/browser/src/companion/api.ts";

type Answer = { status: number; body?: unknown } | Error;

/** Let the companion answer these in turn; returns the requests that were sent. */
function answers(...all: Answer[]): string[] {
  const sent: string[] = [];
  mock.method(globalThis, "fetch", async (path: string, init: RequestInit) => {
    sent.push(`${init.method} ${path} ${init.body ?? ""}`.trim());
    const answer = all[sent.length - 1];
    if (!answer || answer instanceof Error) throw answer ?? new Error(`one request too many: ${path}`);
    const text = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status });
  });
  return sent;
}

const refused = (status: number, code: string, details = {}): Answer => ({
  status,
  body: { error: { code, message: "No.", details } },
});

afterEach(() => mock.restoreAll());

test("what the companion answers is returned", async () => {
  const sent = answers({ status: 201, body: { id: "1" } });
  assert.deepEqual(await ask("POST", "/classes", { name: "7A" }), { id: "1" });
  assert.deepEqual(sent, ['POST /classes {"name":"7A"}']);
});

test("an answer without a body is none", async () => {
  answers({ status: 204 });
  assert.equal(await ask("POST", "/auth/logout"), undefined);
});

test("a token that has run out is renewed once, and the request sent again", async () => {
  const sent = answers(
    refused(401, "signed_out"),
    { status: 200, body: {} },
    { status: 200, body: { classes: [] } },
  );
  assert.deepEqual(await ask("GET", "/classes"), { classes: [] });
  assert.deepEqual(sent, ["GET /classes", "POST /auth/refresh", "GET /classes"]);
});

test("without a session the renewal is not tried for ever", async () => {
  const sent = answers(refused(401, "signed_out"), refused(401, "signed_out"));
  await assert.rejects(
    ask("GET", "/classes"),
    (error) => error instanceof Refusal && error.code === "signed_out",
  );
  assert.equal(sent.length, 2);
});

test("a refusal brings its code and its details", async () => {
  answers(refused(429, "too_many_guesses", { seconds: 8 }));
  await assert.rejects(ask("POST", "/auth/login", {}), { code: "too_many_guesses", details: { seconds: 8 } });
});

for (const [name, answer, code] of [
  ["a companion that is not there", new TypeError("Failed to fetch"), "no_answer"],
  ["an answer that breaks off", { status: 200 }, "no_answer"],
  ["an answer of something else", { status: 502, body: "<html>" }, "other"],
  ["an error without a code", { status: 500, body: { error: 1 } }, "other"],
] as const)
  test(`${name} is a refusal, too`, async () => {
    answers(answer);
    await assert.rejects(ask("GET", "/classes"), { name: "Refusal", code });
  });
