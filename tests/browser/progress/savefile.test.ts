import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatSaveFile,
  MAX_BYTES,
  parseSaveFile,
  SaveFileError,
  type SaveFileFault,
  saveFileName,
} from "../../../runtime/browser/src/progress/savefile.ts";
import { makeEvent, submission } from "../events.ts";

const EVENTS = [
  makeEvent("submission.created", submission(1), 2),
  makeEvent("submission.created", submission(0), 1),
];

test("what is saved can be loaded, in order of time", () => {
  assert.deepEqual(parseSaveFile(formatSaveFile(EVENTS)), [...EVENTS].reverse());
});

const REFUSED: [SaveFileFault, string][] = [
  ["not_json", "print('hello')"],
  ["not_json", formatSaveFile(EVENTS).slice(0, -10)],
  ["not_ours", "[]"],
  ["not_ours", '{"format": "other", "version": 1, "events": []}'],
  ["newer", '{"format": "knapsack-progress", "version": 2, "events": []}'],
  ["damaged", '{"format": "knapsack-progress", "version": 1}'],
  ["damaged", '{"format": "knapsack-progress", "version": "1", "events": []}'],
  ["damaged", JSON.stringify({ format: "knapsack-progress", version: 1, events: [...EVENTS, { id: 1 }] })],
  ["too_big", " ".repeat(MAX_BYTES + 1)],
];

for (const [fault, text] of REFUSED) {
  test(`refuses as ${fault}: ${text.slice(0, 60).trim()}`, () => {
    assert.throws(() => parseSaveFile(text), new SaveFileError(fault));
  });
}

test("the file's name is the learner's and the day's, without anything a disk would not take", () => {
  const day = new Date(2026, 0, 5);
  assert.equal(saveFileName("Anna K.", day), "knapsack-Anna-K-2026-01-05.json");
  assert.equal(saveFileName("Аня", day), "knapsack-Аня-2026-01-05.json");
  assert.equal(saveFileName("../..", day), "knapsack-progress-2026-01-05.json");
});
