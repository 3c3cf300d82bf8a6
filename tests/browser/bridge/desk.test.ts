import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import type { BridgeAsk } from "../../../runtime/browser/src/bridge/asks.ts";
import { answer } from "../../../runtime/browser/src/bridge/desk.ts";

const USER = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000";

interface Request {
  line: string;
  headers: Record<string, string>;
}

/** Answer every request so; returns those that were sent. */
function companion(status: number, body: unknown): Request[] {
  const sent: Request[] = [];
  mock.method(globalThis, "fetch", async (path: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    sent.push({ line: `${init.method} ${path} ${init.body ?? ""}`.trim(), headers });
    return new Response(JSON.stringify(body), { status });
  });
  return sent;
}

afterEach(() => mock.restoreAll());

const WAYS: [ask: BridgeAsk, line: string][] = [
  [{ what: "who" }, "GET /auth/me"],
  [{ what: "push", user: USER, events: [] }, 'POST /events {"events":[]}'],
  [{ what: "pull", user: USER, after: null }, "GET /events/start"],
  [{ what: "pull", user: USER, after: USER }, `GET /events/${USER}`],
  [{ what: "official", user: USER }, "GET /official"],
  [
    { what: "hand-in", user: USER, id: USER, task: "a.b", code: "x" },
    `POST /judge/a.b {"id":"${USER}","code":"x"}`,
  ],
  [{ what: "look", user: USER, id: USER }, `GET /judge/${USER}`],
  [{ what: "sign-out" }, "POST /auth/logout"],
  [{ what: "pair", code: "abcdef", name: "n" }, 'POST /pairings {"code":"abcdef","name":"n"}'],
];

for (const [ask, line] of WAYS)
  test(`${ask.what} is one request`, async () => {
    const sent = companion(200, { fine: true });
    const reply = await answer({ request: 7, token: null, ask });
    assert.deepEqual(reply, { request: 7, answer: { fine: true }, refusal: null });
    assert.equal(sent[0]?.line, line);
    assert.equal(sent[0]?.headers["Knapsack-User"], "user" in ask ? USER : undefined);
    assert.equal(sent[0]?.headers["Authorization"], undefined);
  });

test("a paired page's token goes along, and is not renewed like a session", async () => {
  const sent = companion(401, { error: { code: "signed_out", message: "No.", details: {} } });
  const reply = await answer({ request: 1, token: "secret", ask: { what: "who" } });
  assert.deepEqual(reply?.refusal, { code: "signed_out", details: {} });
  assert.deepEqual(
    sent.map(({ line, headers }) => [line, headers["Authorization"]]),
    [["GET /auth/me", "Bearer secret"]],
  );
});

test("what is no question asks for nothing", async () => {
  const sent = companion(200, {});
  assert.equal(await answer({ request: 1, token: null, ask: { what: "get", path: "/users" } }), null);
  assert.deepEqual(sent, []);
});
