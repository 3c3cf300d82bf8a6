import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ProgressLog } from "../../../runtime/browser/src/progress/log.ts";
import { safeColour } from "../../../runtime/browser/src/shell/avatar.ts";
import { COLOURS, People } from "../../../runtime/browser/src/shell/people.ts";
import { makeEvent, submission } from "../events.ts";

const logs: ProgressLog[] = [];

afterEach(() => {
  for (const log of logs.splice(0)) log.close();
});

function newLog(): ProgressLog {
  const log = new ProgressLog("site", "desk-1", null);
  logs.push(log);
  return log;
}

const ANNA = makeEvent("learner.created", { name: "Anna", colour: "#123456" }, 1, "anna");
const BORIS = makeEvent("learner.created", { name: "Boris", colour: "#654321" }, 2, "boris");

test("the first start has a guest of whom nothing is written", () => {
  const log = newLog();
  const people = new People(log, undefined, "Guest");
  assert.equal(people.current.name, "Guest");
  assert.deepEqual(people.all(), [people.current]);
  assert.deepEqual(log.events(), []);
});

test("the learner of the last time comes back, else the most recent one", async () => {
  const log = newLog();
  await log.merge([ANNA, BORIS]);
  assert.equal(new People(log, "anna", "Guest").current.name, "Anna");
  assert.equal(new People(log, "gone", "Guest").current.name, "Boris");
});

test("a new learner has a clean name and a colour of their own", async () => {
  const log = newLog();
  const people = new People(log, undefined, "Guest");
  await people.add(`  Vera \n ${"x".repeat(80)}`);
  assert.equal(people.current.name.length, 40);
  assert.ok(people.current.name.startsWith("Vera xxx"));
  assert.equal(people.current.colour, COLOURS[1], "the guest has the first one");
});

test("a changed name is an event, an unchanged one is not", async () => {
  const log = newLog();
  await log.merge([ANNA]);
  const people = new People(log, "anna", "Guest");
  await people.change("Anna", "#123456");
  assert.equal(log.events().length, 1);
  await people.change("Anya", "#123456");
  assert.deepEqual(people.all(), [{ id: "anna", name: "Anya", colour: "#123456" }]);
});

test("a guest who has done nothing makes way for whoever comes from a file", async () => {
  const log = newLog();
  const people = new People(log, undefined, "Guest");
  await log.merge([ANNA, makeEvent("submission.created", submission(1), 3)]);
  assert.equal(people.refresh(), true);
  assert.equal(people.current.name, "Anna");
});

test("a learner with work of their own stays", async () => {
  const log = newLog();
  await log.merge([BORIS, makeEvent("submission.created", submission(1), 3, "boris")]);
  const people = new People(log, "boris", "Guest");
  await log.merge([ANNA, makeEvent("submission.created", submission(1), 4)]);
  assert.equal(people.refresh(), false);
  assert.equal(people.current.name, "Boris");
});

test("a colour from a stranger's file reaches a style only as plain hexadecimal", () => {
  assert.equal(safeColour("#1A6fb5"), "#1A6fb5");
  for (const colour of ["red", "url(http://evil.example)", "#12345", "#123456;x"])
    assert.equal(safeColour(colour), COLOURS[0]);
});
