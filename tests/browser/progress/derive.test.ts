import assert from "node:assert/strict";
import { test } from "node:test";
import {
  deriveDrafts,
  deriveLearners,
  deriveProgress,
  hasWork,
} from "../../../runtime/browser/src/progress/derive.ts";
import type { KnapsackEvent } from "../../../runtime/browser/src/progress/event.ts";
import { attempt, makeEvent, submission } from "../events.ts";
import { makeRandom, pick, shuffle } from "../random.ts";

test("a lesson that was read stays read when it is opened again", () => {
  const events = [
    makeEvent("progress.updated", { course: "c", lesson: "l", state: "read" }, 1),
    makeEvent("progress.updated", { course: "c", lesson: "l", state: "opened" }, 2),
  ];
  assert.deepEqual(deriveProgress(events, "anna").lessons, { "c/l": "read" });
});

test("a task keeps its best result", () => {
  const scores = [0.5, 0.75, 0.25];
  const events = scores.map((score, minute) => makeEvent("submission.created", submission(score), minute));
  const expected = { "c/sum": { verdict: "WA", score: 0.75, solved: false } };
  assert.deepEqual(deriveProgress(events, "anna").tasks, expected);
});

test("a solved task stays solved after a wrong try", () => {
  const events = [
    makeEvent("submission.created", submission(1), 1),
    makeEvent("submission.created", submission(0, "RE"), 2),
  ];
  assert.equal(deriveProgress(events, "anna").tasks["c/sum"]?.solved, true);
});

test("a question shows the latest answer until a right one, and counts every attempt", () => {
  const events = [attempt(false, 2), attempt(false, 1), attempt(true, 0), attempt(false, 2)].map(
    (data, minute) => makeEvent("attempt.created", data, minute),
  );
  assert.deepEqual(deriveProgress(events.slice(0, 2), "anna").questions["c/q/a"], {
    correct: false,
    answer: 1,
    attempts: 2,
  });
  assert.deepEqual(deriveProgress(events, "anna").questions["c/q/a"], {
    correct: true,
    answer: 0,
    attempts: 4,
  });
});

test("learners do not see each other's progress", () => {
  const events = [makeEvent("submission.created", submission(1), 1, "boris")];
  assert.deepEqual(deriveProgress(events, "anna").tasks, {});
});

test("learners come with their latest name, the most recent first", () => {
  const events = [
    makeEvent("learner.created", { name: "Anna", colour: "#111111" }, 0, "anna"),
    makeEvent("learner.created", { name: "Boris", colour: "#222222" }, 1, "boris"),
    makeEvent("learner.updated", { name: "Anya", colour: "#333333" }, 2, "anna"),
  ];
  const learners = deriveLearners(shuffle(makeRandom(1), events));
  assert.deepEqual(
    learners.map(({ id, name, colour }) => [id, name, colour]),
    [
      ["anna", "Anya", "#333333"],
      ["boris", "Boris", "#222222"],
    ],
  );
});

test("the latest draft of a task wins, in its own course", () => {
  const events = [
    makeEvent("draft.saved", { course: "c", task: "sum", code: "new" }, 5),
    makeEvent("draft.saved", { course: "c", task: "sum", code: "old" }, 4),
    makeEvent("draft.saved", { course: "other", task: "sum", code: "else" }, 6),
  ];
  assert.equal(deriveDrafts(events, "anna", "c")["sum"]?.code, "new");
});

test("opening a lesson is no work, saving code is", () => {
  const opened = makeEvent("progress.updated", { course: "c", lesson: "l", state: "opened" });
  const saved = makeEvent("draft.saved", { course: "c", task: "sum", code: "x" });
  assert.equal(hasWork([opened], "anna"), false);
  assert.equal(hasWork([opened, saved], "anna"), true);
});

function randomEvent(random: () => number): KnapsackEvent {
  const minute = Math.floor(random() * 5); // few, so that many happen at the same time
  const learner = pick(random, ["anna", "boris"]);
  const makers = [
    () =>
      makeEvent(
        "learner.updated",
        { name: pick(random, ["A", "B", "C"]), colour: "#000000" },
        minute,
        learner,
      ),
    () => makeEvent("draft.saved", { course: "c", task: "sum", code: String(random()) }, minute, learner),
    () => makeEvent("submission.created", submission(pick(random, [0, 0.5, 1])), minute, learner),
    () => makeEvent("attempt.created", attempt(random() < 0.5, pick(random, [0, 1, 2])), minute, learner),
    () =>
      makeEvent(
        "progress.updated",
        { course: "c", lesson: "l", state: pick(random, ["opened", "read"]) },
        minute,
        learner,
      ),
  ];
  return pick(random, makers)();
}

function everything(events: KnapsackEvent[]): unknown {
  const learners = ["anna", "boris"];
  return {
    learners: deriveLearners(events),
    progress: learners.map((learner) => deriveProgress(events, learner)),
    drafts: learners.map((learner) => deriveDrafts(events, learner, "c")),
  };
}

test("any order of the same events gives the same state", () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = makeRandom(seed);
    const events = Array.from({ length: 20 }, () => randomEvent(random));
    const shuffled = shuffle(random, events);
    assert.deepEqual(everything(shuffled), everything(events), `seed ${seed}: ${JSON.stringify(shuffled)}`);
  }
});
