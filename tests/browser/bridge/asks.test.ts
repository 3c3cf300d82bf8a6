import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_PUSHED, readAsk, readQuestion } from "../../../runtime/browser/src/bridge/asks.ts";
import { makeEvent, submission } from "../events.ts";

const USER = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
const EVENT = makeEvent("submission.created", submission(1));

const SOUND = [
  { what: "who" },
  { what: "sign-out" },
  { what: "official", user: USER },
  { what: "push", user: USER, events: [EVENT] },
  { what: "pull", user: USER, after: null },
  { what: "pull", user: USER, after: EVENT.id },
  { what: "look", user: USER, id: EVENT.id },
  { what: "hand-in", user: USER, id: EVENT.id, task: "python-basics.sum", code: "print(1)" },
  { what: "pair", code: "abc def", name: "My stick" },
];

for (const ask of SOUND)
  test(`a page may ask: ${JSON.stringify(ask).slice(0, 60)}`, () => {
    assert.deepEqual(readAsk(ask), ask);
    assert.deepEqual(readAsk({ ...ask, path: "/users", method: "DELETE" }), ask);
  });

const UNSOUND: [name: string, ask: unknown][] = [
  ["nothing", null],
  ["a text", "who"],
  ["a path", { what: "get", path: "/users" }],
  ["what every object has", { what: "constructor" }],
  ["a user that is none", { what: "official", user: "../auth/me" }],
  ["a place outside", { what: "pull", user: USER, after: "../users" }],
  ["an id with a path", { what: "look", user: USER, id: `${USER}/again` }],
  ["a task with a path", { what: "hand-in", user: USER, id: USER, task: "a.b/../../users", code: "x" }],
  ["no code", { what: "hand-in", user: USER, id: USER, task: "a.b", code: "" }],
  ["an event that is none", { what: "push", user: USER, events: [{ ...EVENT, received: 1 }] }],
  ["too many events", { what: "push", user: USER, events: Array(MOST_PUSHED + 1).fill(EVENT) }],
  ["a long code", { what: "pair", code: "x".repeat(21), name: "My stick" }],
];

for (const [name, ask] of UNSOUND)
  test(`the bridge does not carry ${name}`, () => assert.equal(readAsk(ask), null));

test("a question has a number, and a token or none", () => {
  const ask = { what: "who" };
  assert.deepEqual(readQuestion({ request: 1, token: null, ask }), { request: 1, token: null, ask });
  for (const wrong of [
    { token: null, ask },
    { request: 1, ask },
    { request: 1, token: "", ask },
    { request: 1, token: null },
  ])
    assert.equal(readQuestion(wrong), null);
});
