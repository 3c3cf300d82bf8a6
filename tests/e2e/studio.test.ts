/** Task Studio: what a teacher makes there by clicking and typing is what the commands take. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { seriousFindings } from "./axe.ts";
import type { Student } from "./student.ts";
import { checkInCourse, readJson, Teacher } from "./teacher.ts";
import { scenarios, type Visit } from "./visit.ts";

const STUDIO = "en/studio.html";
const SUM = path.join(import.meta.dirname, "../fixtures/courses/everything/tasks/sum.json");
const SOLUTION = "a, b = map(int, input().split())\nprint(a + b)";

async function teacher({ open, downloads }: Visit, place = STUDIO): Promise<Teacher> {
  const student = await open(place);
  student.page.on("dialog", (dialog) => void dialog.accept()); // “leave this page?”
  return new Teacher(student, downloads);
}

async function makeSum(desk: Teacher): Promise<void> {
  await desk.begin("New task");
  await desk.write("/title", "Sum of two numbers");
  assert.equal(await desk.value("/id"), "sum_of_two_numbers", "the title gives the short name");
  await desk.write("/description", "Read two numbers, print their **sum**.");
  await desk.write("/tests/0/input", "2 3");
  await desk.student.press("Add a test");
  await desk.write("/tests/1/input", "-4 1");
  await desk.tick("Private", ".ks-test-row:nth-child(2)");
  await desk.write("/solution", SOLUTION);
  await desk.student.press("Fill in from the solution");
  await desk.student.sees("Answers filled in: 2.");
}

async function saidByCheck(student: Student, words: string): Promise<void> {
  await student.press("Check all programs");
  await student.sees(words, ".ks-check-said");
}

scenarios(
  "studio",
  {
    "a task made by clicking and typing passes check --run unchanged": async (visit) => {
      const desk = await teacher(visit);
      await makeSum(desk);
      assert.equal(await desk.value("/tests/1/expected"), "-3\n");
      await desk.student.sees("sum", ".ks-preview strong");
      await desk.student.press("Add a wrong program");
      await saidByCheck(desk.student, "Not as promised: 1 of 2.");
      await desk.write("/wrong/0/code", "a, b = map(int, input().split())\nprint(a - b)");
      await saidByCheck(desk.student, "Everything is as promised. Programs checked: 2.");
      await desk.student.sees("Nothing: it is complete.", ".ks-faults");
      const file = await desk.save();
      assert.equal(path.basename(file), "sum_of_two_numbers.json");
      await desk.student.sees("Put it into the folder tasks of your course.");
      assert.deepEqual(checkInCourse(file, "tasks"), []);
    },

    "a quiz of all four kinds passes check too": async (visit) => {
      const desk = await teacher(visit);
      await desk.begin("New quiz");
      await desk.write("/title", "Numbers");
      await desk.write("/questions/0/prompt", "Which is **even**?");
      await desk.write("/questions/0/choices/0", "one");
      await desk.write("/questions/0/choices/1", "two");
      await desk.tick("Choice 2 is right");
      for (const [index, kind] of ["multiple", "text", "number"].entries()) {
        await desk.student.press("Add a question");
        const question = `/questions/${index + 1}`;
        await desk.choose(`${question}/type`, kind);
        await desk.write(`${question}/prompt`, `A question, ${kind}`);
      }
      await desk.write("/questions/1/choices/0", "2");
      await desk.write("/questions/1/choices/1", "4");
      await desk.tick("Choice 2 is right", ".ks-question-form:nth-child(2)");
      await desk.write("/questions/2/answer", "print\nthe print function");
      await desk.write("/questions/3/answer", "3,14");
      await desk.write("/questions/3/tolerance", "0.01");
      const file = await desk.save();
      const { questions } = readJson(file) as { questions: { answer: unknown }[] };
      assert.deepEqual(
        questions.map(({ answer }) => answer),
        [1, [0, 1], ["print", "the print function"], 3.14],
      );
      assert.deepEqual(checkInCourse(file, "quizzes"), []);
    },

    "a task of a course is opened and saved with nothing lost, fields that nobody knows included": async (
      visit,
    ) => {
      const desk = await teacher(visit);
      const original = { ...(readJson(SUM) as Record<string, unknown>), house_rules: { colour: ["green"] } };
      const file = path.join(visit.downloads, "opened.txt"); // not among what was saved
      writeFileSync(file, JSON.stringify(original));
      await desk.open(file);
      await desk.student.sees("opened.txt is open.");
      assert.equal(await desk.value("/title/ru"), "Сумма двух чисел");
      await desk.student.sees("house_rules", ".ks-faults");
      assert.deepEqual(readJson(await desk.save()), original);
    },

    "a wrong field says what is wrong, and the list leads there": async (visit) => {
      const desk = await teacher(visit);
      await desk.begin("New task");
      await desk.write("/id", "two words");
      await desk.write("/limits/time_ms", "1");
      await desk.student.sees("Use 1 to 64 Latin letters", '[data-pointer="/id"] .ks-fault');
      await desk.write("/title", "A");
      await desk.student.sees("It should be 10 or more.", '[data-pointer="/limits/time_ms"] .ks-fault');
      await desk.student.press("Time, ms: It should be 10 or more.");
      await desk.student.page.keyboard.type("000");
      await desk.student.until(
        async () => !(await desk.student.text(".ks-faults")).includes("10 or more"),
        "the fault is gone",
      );
    },

    "hostile Markdown does nothing in the preview": async (visit) => {
      const desk = await teacher(visit);
      const hostile = [
        "<img src=x onerror=parent.hit=1><script>parent.hit=1</script>",
        "[a](javascript:parent.hit=1) <svg onload=parent.hit=1><style>*{display:none}</style>",
        '<iframe srcdoc="<script>top.hit=1</script>"></iframe><form action=x><input name=a></form>',
        "**still here**",
      ];
      const file = path.join(visit.downloads, "hostile.txt");
      writeFileSync(file, JSON.stringify({ id: "x", title: "X", description: hostile.join("\n\n") }));
      await desk.open(file);
      await desk.student.sees("still here", ".ks-preview strong");
      const left = await desk.student.lesson.$$eval(
        ".ks-preview-body :is(script, img, svg, style, iframe, form, input, [href], [onerror])",
        (all) => all.map(({ outerHTML }) => outerHTML),
      );
      assert.deepEqual(left, []);
    },

    "work that is in no file yet survives a reload, and can be undone": async (visit) => {
      const desk = await teacher(visit);
      await desk.begin("New task");
      await desk.write("/title", "Half a title");
      await desk.student.sees("Kept here, not in a file", ".ks-bar-state");
      await desk.student.page.reload();
      await desk.student.isAt(STUDIO);
      await desk.student.sees("This is what you were working on.");
      assert.equal(await desk.value("/title"), "Half a title");
      await desk.write("/title", "Other");
      await desk.student.press("Undo");
      assert.equal(await desk.value("/title"), "Half a title");
    },

    "tests are pasted from a spreadsheet, and an endless solution can be stopped": async (visit) => {
      const desk = await teacher(visit);
      await desk.begin("New task");
      await desk.student.press("Paste many tests");
      await desk.student.lesson.waitForSelector("dialog[open] textarea");
      await desk.student.page.keyboard.type("2 3 -> 5");
      await desk.student.page.keyboard.press("Enter");
      await desk.student.page.keyboard.type("1 1 -> 2");
      await desk.student.press("Add the tests");
      assert.equal(await desk.value("/tests/1/expected"), "2");
      await desk.write("/solution", "while True:\n    pass");
      await desk.write("/limits/time_ms", "60000");
      await desk.student.press("Check all programs");
      await desk.student.sees("Checking", ".ks-check-said");
      await desk.student.press("Stop");
      await desk.student.sees("Stopped.", ".ks-check-said");
    },

    "the shell opens its folder dialog by the teacher's click in the page": async (visit) => {
      const desk = await teacher(visit);
      await desk.begin("New task");
      const offers = (await desk.student.text(".ks-studio-bar")).includes("Save to course");
      assert.equal(offers, visit.kind === "chromium", "Firefox cannot open folders");
      if (!offers) return;
      await desk.student.page.evaluate(() => {
        window.showDirectoryPicker = () => {
          document.title = `active: ${navigator.userActivation.isActive}`;
          return Promise.reject(new DOMException("cancelled", "AbortError"));
        };
      });
      await desk.write("/id", "sum");
      await desk.student.press("Save to course");
      await desk.student.until(
        async () => (await desk.student.page.title()) === "active: true",
        "it was asked",
      );
    },

    "axe-core has no serious finding, in both languages, light and dark": async (visit) => {
      for (const place of [STUDIO, "ru/studio.html"]) {
        const desk = await teacher(visit, place);
        const isRussian = place.startsWith("ru");
        assert.deepEqual(await seriousFindings(desk.student.lesson), [], `${place}, its beginning`);
        for (const kind of isRussian ? ["Новая задача", "Новые вопросы"] : ["New task", "New quiz"]) {
          await desk.begin(kind);
          await desk.write("/id", "?");
          for (const details of await desk.student.lesson.$$("details"))
            await details.evaluate((element) => element.setAttribute("open", ""));
          for (const colours of ["as they are", "turned"]) {
            assert.deepEqual(await seriousFindings(desk.student.lesson), [], `${place}, ${kind}, ${colours}`);
            await desk.student.lesson.$eval(".ks-studio-bar > .ks-tool", (button) =>
              (button as HTMLElement).click(),
            );
          }
          await desk.student.press(isRussian ? "Создать" : "New");
          await desk.student.press(isRussian ? "Не сохранять" : "Leave without saving");
          await desk.student.lesson.waitForSelector(".ks-start-page");
        }
        await desk.student.page.close();
      }
    },
  },
  { modes: ["file"] },
);

scenarios(
  "studio folder",
  {
    "a task goes straight into the course's folder, and comes back from there": async (visit) => {
      const desk = await teacher(visit);
      const { page } = desk.student;
      if (visit.kind === "firefox") return; // see above: it has no such dialog
      // Automation cannot answer the browser's own dialog; the folder it would give is a real one.
      await page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        const course = await root.getDirectoryHandle("made", { create: true });
        await course.getFileHandle("manifest.json", { create: true });
        window.showDirectoryPicker = () => {
          if (!navigator.userActivation.isActive) throw new DOMException("no click", "SecurityError");
          return Promise.resolve(course);
        };
      });
      await makeSum(desk);
      await desk.student.press("Save to course");
      await desk.student.sees("Saved into the course “made” as tasks/sum_of_two_numbers.json.");
      const text = await page.evaluate(async () => {
        const course = await (await navigator.storage.getDirectory()).getDirectoryHandle("made");
        const file = await (await course.getDirectoryHandle("tasks")).getFileHandle(
          "sum_of_two_numbers.json",
        );
        return (await file.getFile()).text();
      });
      const saved = path.join(visit.downloads, "sum_of_two_numbers.json");
      writeFileSync(saved, text);
      assert.ok(checkInCourse(saved, "tasks").every(({ severity }) => severity === "warning"));
      await desk.student.press("New");
      await desk.begin("New task");
      await desk.write("/title", "Sum of two numbers");
      await desk.student.press("Save to “made”");
      await desk.student.sees("The course has a file tasks/sum_of_two_numbers.json already. Replace it?");
      await desk.student.press("Cancel", "dialog[open]");
      await desk.student.press("Open from course");
      await desk.student.press("tasks/sum_of_two_numbers.json");
      await desk.student.press("Leave without saving");
      await desk.student.sees("tasks/sum_of_two_numbers.json is open.");
      assert.equal(await desk.value("/tests/0/input"), "2 3");
    },
  },
  { modes: ["http"] },
); // a local page has no folder of its own that a test could give
