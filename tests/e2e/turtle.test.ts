/** Drawings: they grow beside the output, and are judged as pictures. */
import assert from "node:assert/strict";
import { seriousFindings } from "./axe.ts";
import { PACKAGES_SITE } from "./places.ts";
import type { Student } from "./student.ts";
import { checkInCourse, Teacher } from "./teacher.ts";
import { type Scenario, scenarios } from "./visit.ts";

const THEORY = "en/packaged/turtle.html";
const PLACE = `${THEORY}#task-square`;
const SQUARE = "from turtle import *\nfor _ in range(4):\n    forward(100)\n    left(90)\n";
const SHEET = ".ks-runner .ks-sheet";

/** Wait for a picture with this name, which is given once all is drawn. */
async function showsDrawing(student: Student, name: string, within = ".ks-task"): Promise<void> {
  await student.lesson.waitForSelector(`${within} ${SHEET}[aria-label="${name}"]`, { visible: true });
}

async function pictures(student: Student): Promise<(string | null)[]> {
  return student.lesson.$$eval(".ks-pictures .ks-sheet", (all) =>
    all.map((sheet) => sheet.getAttribute("aria-label")),
  );
}

const drawing: Scenario = async ({ open }) => {
  const student = await open(PLACE);
  const task = student.task("square");
  await task.run(`${SQUARE}dot(20, "red")\nprint("square", "done")`);
  await showsDrawing(student, "Drawing: lines: 4, dots: 1.");
  await task.sees("square done", ".ks-console");
  assert.equal(await task.check(`${SQUARE}penup(); goto(50, 50); dot(30, "gold")`), "OK");
  assert.equal(await task.check(SQUARE), "WA");
  await task.sees("Dots are missing.");
  assert.deepEqual(await pictures(student), ["Drawing: lines: 4, dots: 1.", "Drawing: lines: 4."]);
  assert.deepEqual(await seriousFindings(student.lesson), []);
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

    "the page says in its own language what is wrong": async ({ open }) => {
      const task = (await open("ru/packaged/turtle.html#task-square")).task("square");
      await task.write("print('квадрат')");
      await task.press("Проверить");
      await task.sees("Не хватает линий. Не хватает точек.");
    },

    "the drawing so far is there while the program waits for its reader": async ({ open }) => {
      const student = await open(PLACE);
      const task = student.task("square");
      await task.run(
        "from turtle import *\nforward(int(input('How far? ')))\nleft(90)\nforward(int(input()))",
      );
      await task.answer("50");
      await showsDrawing(student, "Drawing: lines: 1.");
      await task.answer("20");
      await showsDrawing(student, "Drawing: lines: 2.");
    },

    "drawing without end is stopped, and the page stays alive": async ({ open }) => {
      const student = await open(PLACE);
      const task = student.task("square");
      await task.run("from turtle import *\nwhile True:\n    forward(100)\n    left(59)");
      await task.sees("printed or drew too much");
      await task.run(SQUARE);
      await showsDrawing(student, "Drawing: lines: 4.");
    },

    "nothing moves for those who want no motion": async ({ open }) => {
      const student = await open(PLACE);
      await student.lesson.evaluate(() => {
        const real = window.matchMedia.bind(window);
        window.matchMedia = (query) =>
          query.includes("reduced-motion") ? ({ matches: true } as MediaQueryList) : real(query);
      });
      const task = student.task("square");
      await task.run(`${SQUARE.replace("4", "40")}print("all", "drawn")`);
      await task.sees("all drawn", ".ks-console");
      assert.equal(
        await student.lesson.$$eval(`${SHEET}[aria-label="Drawing: lines: 40."]`, (all) => all.length),
        1,
      );
    },

    "a filled shape is there in the end, below its outline": async ({ open }) => {
      const student = await open(PLACE);
      await student.task("square").run(`from turtle import *\nbegin_fill()\ncircle(50, steps=5)\nend_fill()`);
      await showsDrawing(student, "Drawing: lines: 5, filled shapes: 1.");
      const drawn = await student.lesson.$$eval(`${SHEET} g:nth-of-type(1) > *`, (all) =>
        all.map((element) => [element.tagName, element.checkVisibility({ visibilityProperty: true })]),
      );
      assert.deepEqual(drawn, [
        ["polygon", true],
        ["path", true],
      ]);
    },

    "a drawing stands beside the output, on a phone above it": async ({ open }) => {
      const student = await open(PLACE);
      const task = student.task("square");
      const places = (): Promise<{ left: number; bottom: number; top: number; right: number }[]> =>
        student.lesson.$$eval(".ks-shown > *", (all) =>
          all.map((element) => element.getBoundingClientRect().toJSON()),
        );
      await task.run(`${SQUARE}print("square", "done")`);
      await showsDrawing(student, "Drawing: lines: 4.");
      const [drawn, printed] = await places();
      assert.ok(drawn && printed && printed.left >= drawn.right && printed.top === drawn.top);
      await student.page.setViewport({ width: 400, height: 800 });
      const [above, below] = await places();
      assert.ok(above && below && below.top >= above.bottom && above.right <= 400);
    },

    "a program that forges a drawing's text only draws": async ({ open }) => {
      const student = await open(PLACE);
      await student.task("square").run(`import turtle
turtle.forward(50)
forge = turtle.Screen()._standalone_session._tell
forge("text 0 0 9 left red <img src=x onerror=parent.hit=1>")
forge("line 0 0 9 9 url(javascript:parent.hit=1) 1")
forge("dot 0 0 5 red\\" onload=\\"parent.hit=1")
forge("clear\\n<script>parent.hit=1</script>\\ndot 0 0 9999999999 red\\ndot 0 0 5 red")
forge("text 0 0 9 left red <b>bold</b>")`);
      await showsDrawing(student, "Drawing: dots: 1, words: <b>bold</b>.");
      assert.equal(await student.lesson.$$eval(`${SHEET} :is(b, img, script)`, (all) => all.length), 0);
      assert.equal(await student.page.evaluate(() => "hit" in window), false);
    },

    "a task with a drawing is made in Task Studio": async ({ open, downloads }) => {
      const student = await open("en/studio.html");
      student.page.on("dialog", (dialog) => void dialog.accept()); // “leave this page?”
      const desk = new Teacher(student, downloads);
      await desk.begin("New task");
      await desk.write("/title", "A line");
      await desk.write("/description", "Draw a line.");
      await desk.choose("/checker", "drawing");
      await desk.write("/tests/0/expected", "a line");
      await student.sees("Line 1 says nothing that can be drawn.");
      await desk.write("/solution", "from turtle import *\nforward(100)\ndot(9, 'red')");
      await student.press("Fill in from the solution");
      await student.sees("Answers filled in: 1.");
      assert.equal(await desk.value("/tests/0/expected"), "line 0 0 100 0\ndot 100 0 9 red\n");
      await student.lesson.waitForSelector(`.ks-expected-picture [aria-label="Drawing: lines: 1, dots: 1."]`);
      await student.press("Add a wrong program");
      await desk.write("/wrong/0/code", "from turtle import *\nforward(100)");
      await student.press("Check all programs");
      await student.sees("Everything is as promised. Programs checked: 2.", ".ks-check-said");
      const problems = checkInCourse(await desk.save(), "tasks", ["basthon-turtle"]);
      assert.deepEqual(
        problems.filter(({ severity }) => severity === "error"),
        [],
      );
    },
  },
  { modes: ["file"], site: PACKAGES_SITE },
);
