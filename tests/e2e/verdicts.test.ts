/** Lesson to verdict, for every verdict code and every checker. */
import assert from "node:assert/strict";
import { scenarios } from "./visit.ts";

const LIMITS = "en/everything/limits.html#task-limits";
const CHECKERS = "en/everything/checkers.html#tasks";

/** Programs for the task “Within limits”, which wants `done`, with the words a student sees. */
const PROGRAMS: [verdict: string, code: string, sentence: string][] = [
  ["OK", "print('done')", "Well done!"],
  ["WA", "print('nearly')", "Not quite yet"],
  ["RE", "print('done')\n1 / 0", "stopped with an error"],
  ["CE", "print('done'", "does not understand"],
  ["TL", "while True:\n    pass", "works for too long"],
  [
    "TL",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "works for too long",
  ],
  ["TL", "import re\nre.match(r'(a|a)*b', 'a' * 40)", "works for too long"],
  ["ML", "x = [0] * 10**9", "too much memory"],
  ["ML", "l = []\nwhile True:\n    l.append('a' * 10**6)", "too much memory"],
  ["OL", "while True:\n    print('x' * 1000)", "prints or draws too much"],
  ["RE", "def f():\n    f()\nf()", "stopped with an error"],
  ["RE", "import sys\nsys.setrecursionlimit(10**6)\ndef f():\n    f()\nf()", "stopped with an error"],
];

scenarios("verdicts", {
  "every verdict has its code and its sentence, and the next check works": async ({ open }) => {
    const student = await open(LIMITS);
    const task = student.task("limits");
    for (const [verdict, code, sentence] of PROGRAMS) {
      assert.equal(await task.check(code), verdict, code);
      await task.sees(sentence);
    }
    assert.equal(await task.check("print('done')"), "OK", "after all that");
  },

  "a program reads the files of its test, in Run and in Check": async ({ open }) => {
    const student = await open("en/everything/practice.html#task-reader");
    const task = student.task("reader");
    const sum = "print(sum(map(int, open('numbers.txt').read().split())))";
    await task.run(sum);
    await task.sees("6", ".ks-console-text");
    assert.equal(await task.check(sum), "OK");
    assert.equal(await task.check("print(6)"), "WA");
    await task.sees("numbers.txt");
  },

  "a broken checker is the judge's fault": async ({ open }) => {
    const student = await open("en/everything/limits.html#task-broken_checker");
    assert.equal(await student.task("broken_checker").check("print(1)"), "IE");
    await student.task("broken_checker").sees("not your fault");
  },

  "every checker accepts what is right and rejects what is wrong": async ({ open }) => {
    const student = await open(CHECKERS);
    const pairs: [task: string, right: string, wrong: string][] = [
      ["exact", "print('*  *')", "print('* *')"],
      ["regex", "print(f'Hi, {input()}!')", "print('Hi!')"],
      ["float", "print(float(input()) / 3)", "print(0.5)"],
      ["expression", "print(int(input()) + 1)", "print(input())"],
      [
        "calls",
        "def mean(numbers):\n    return sum(numbers) / len(numbers)",
        "def mean(numbers):\n    return 1",
      ],
    ];
    for (const [task, right, wrong] of pairs) {
      assert.equal(await student.task(task).check(wrong), "WA", `${task}, wrong`);
      assert.equal(await student.task(task).check(right), "OK", `${task}, right`);
    }
  },

  "a row for each public test shows input, expected and got, and the failing line is marked": async ({
    open,
  }) => {
    const student = await open("en/everything/texts.html#task-sum");
    const task = student.task("sum");
    assert.equal(await task.check("a, b = map(int, input().split())\nprint(a - b)"), "WA");
    assert.ok((await task.rows()).length >= 1);
    await task.sees("Expected");
    await task.sees("Your program printed");
    assert.equal(await task.check("a, b = map(int, input().split())\nprint(a + c)"), "RE");
    await task.sees("NameError");
    const marked = await student.lesson.$eval(`${task.selector} .cm-errorLine`, (line) => line.textContent);
    assert.match(marked ?? "", /print\(a \+ c\)/);
  },

  "every test has a pristine interpreter": async ({ open }) => {
    const student = await open("en/everything/checkers.html#task-float");
    const code =
      "import builtins\nassert builtins.len is len and len('ab') == 2\nbuiltins.len = lambda x: 99\nimport os\nassert not os.path.exists('left')\nopen('left', 'w').close()\nprint(float(input()) / 3)";
    assert.equal(await student.task("float").check(code), "OK");
    assert.equal(await student.task("float").check(code), "OK", "and once more");
  },
});
