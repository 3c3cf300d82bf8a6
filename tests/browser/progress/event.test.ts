import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  compareEvents,
  isEvent,
  type KnapsackEvent,
  MAX_CODE,
} from "../../../runtime/browser/src/progress/event.ts";
import { attempt, makeEvent, submission } from "../events.ts";

const VALID: KnapsackEvent[] = [
  makeEvent("learner.created", { name: "Anna", colour: "#1a6fb5" }),
  makeEvent("learner.updated", { name: "Анна", colour: "#1a6fb5" }),
  makeEvent("progress.updated", { course: "c", lesson: "l", state: "read" }),
  makeEvent("draft.saved", { course: "c", task: "sum", code: "" }),
  makeEvent("submission.created", submission(0.5)),
  makeEvent("attempt.created", attempt(true, [0, 2])),
];

const SCHEMA = JSON.parse(
  readFileSync(new URL("../../../schemas/event.schema.json", import.meta.url), "utf8"),
) as {
  required: string[];
  properties: { type: { enum: string[] } };
  allOf: {
    if: { properties: { type: { const: string } } };
    then: { properties: { data: { required: string[] } } };
  }[];
};

test("every type of the schema is known, with the schema's fields", () => {
  assert.deepEqual(VALID.map(({ type }) => type).sort(), [...SCHEMA.properties.type.enum].sort());
  for (const rule of SCHEMA.allOf) {
    const event = VALID.find(({ type }) => type === rule.if.properties.type.const);
    assert.deepEqual(Object.keys(event?.data ?? {}).sort(), [...rule.then.properties.data.required].sort());
  }
});

for (const event of VALID) {
  test(`${event.type} is accepted whole, and refused with a field missing or too many`, () => {
    assert.equal(isEvent(event), true);
    assert.equal(isEvent({ ...event, data: { ...event.data, extra: 1 } }), false);
    assert.equal(isEvent({ ...event, extra: 1 }), false);
    for (const name of SCHEMA.required) {
      const { [name]: _left, ...rest } = event as unknown as Record<string, unknown>;
      assert.equal(isEvent(rest), false, `without ${name}`);
    }
    for (const name of Object.keys(event.data)) {
      const { [name]: _left, ...data } = event.data as Record<string, unknown>;
      assert.equal(isEvent({ ...event, data }), false, `without data.${name}`);
    }
  });
}

const BASE = makeEvent("submission.created", submission(0.5));
const REFUSED: [string, unknown][] = [
  ["null", null],
  ["a list", []],
  ["an id of another version", { ...BASE, id: "6f1b0f3e-1b7a-4c3e-9d7e-0123456789ab" }],
  ["an unknown type", { ...BASE, type: "grade.created" }],
  ["a type every object has", { ...BASE, type: "constructor" }],
  ["a time without a zone", { ...BASE, time: "2026-11-21T09:00:00" }],
  ["a day that is none", { ...BASE, time: "2026-13-41T09:00:00Z" }],
  ["an empty learner", { ...BASE, learner: "" }],
  ["a score above 1", { ...BASE, data: { ...BASE.data, score: 1.5 } }],
  ["a verdict of its own", { ...BASE, data: { ...BASE.data, verdict: "GREAT" } }],
  ["an id with a path in it", { ...BASE, data: { ...BASE.data, task: "../x" } }],
  ["code of any size", { ...BASE, data: { ...BASE.data, code: "x".repeat(MAX_CODE + 1) } }],
  [
    "a test line with more in it",
    { ...BASE, data: { ...BASE.data, tests: [{ name: "1", verdict: "OK", stdout: "" }] } },
  ],
];

for (const [name, value] of REFUSED) {
  test(`${name} is no event`, () => assert.equal(isEvent(value), false));
}

test("events of the same moment have an order too", () => {
  const [first, second] = [
    makeEvent("learner.created", { name: "A", colour: "#000000" }),
    VALID[0] as KnapsackEvent,
  ];
  assert.equal(compareEvents(first, second), -compareEvents(second, first));
  assert.notEqual(compareEvents(first, second), 0);
});
