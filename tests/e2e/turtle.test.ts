/** Drawings: they grow beside the output, and are judged as pictures. */
import assert from "node:assert/strict";
import { PACKAGES_SITE } from "./places.ts";
import type { Student } from "./student.ts";
import { type Scenario, scenarios } from "./visit.ts";

const THEORY = "en/packaged/turtle.html";
const PLACE = `${THEORY}#task-square`;
const SQUARE = "from turtle import *\nfor _ in range(4):\n    forward(100)\n    left(90)\n";
const SHEET = ".ks-runner .ks-sheet";

/** Wait for a picture with this name, which is given once all is drawn. */
async function showsDrawing(student: Student, name: string, within: string): Promise<void> {
  await student.lesson.waitForSelector(`${within} ${SHEET}[aria-label="${name}"]`, { visible: true });
}

const drawing: Scenario = async ({ open }) => {
  const student = await open(PLACE);
  const task = student.task("square");
  await task.run(`${SQUARE}dot(20, "red")\nprint("square", "done")`);
  await showsDrawing(student, "Drawing: lines: 4, dots: 1.", task.selector);
  await task.sees("square done", ".ks-console");
  assert.equal(await task.check(`${SQUARE}penup(); goto(50, 50); dot(30, "gold")`), "OK");
  assert.equal(await task.check(SQUARE), "WA");
  await task.sees("Dots are missing.");
  const pictures = await student.lesson.$$eval(`${task.selector} .ks-pictures .ks-sheet`, (all) =>
    all.map((sheet) => sheet.getAttribute("aria-label")),
  );
  assert.deepEqual(pictures, ["Drawing: lines: 4, dots: 1.", "Drawing: lines: 4."]);
};

scenarios("turtle", { "programs draw, and drawings are judged": drawing }, { site: PACKAGES_SITE });

scenarios(
  "turtles",
  {
    "an example in the theory draws": async ({ open }) => {
      const student = await open(THEORY);
      await student.press("Run (example 1)");
      await showsDrawing(student, "Drawing: lines: 4, words: Done.", ".ks-example");
      await student.sees("The turtle is home", ".ks-console");
    },
  },
  { modes: ["file"], site: PACKAGES_SITE },
);
