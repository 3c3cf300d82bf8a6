/** The course that benchmarks open: programs that are quick, endless, greedy and loud. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const SECOND = { time_ms: 1000, memory_mb: 128, output_kb: 64 };

/** Programs that have to be ended, by task, with the verdict they must get. */
export const HOSTILE: { id: string; verdict: string; code: string }[] = [
  { id: "endless", verdict: "TL", code: "while True: pass" },
  {
    id: "swallows",
    verdict: "TL",
    code: "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
  },
  { id: "in-c", verdict: "TL", code: "import re\nre.match(r'(a|a)*b', 'a' * 60)" },
  { id: "stuck", verdict: "TL", code: "10 ** 10 ** 8" },
  { id: "big-list", verdict: "ML", code: "x = [0]*10**9" },
  { id: "growing", verdict: "ML", code: 'l = []\nwhile True: l.append("a"*10**6)' },
  { id: "flood", verdict: "OL", code: "while True: print('x')" },
  { id: "recursion", verdict: "RE", code: "def f(): f()\nf()" },
];

/** Write the course into a folder of courses. */
export function writeCourse(courses: string): void {
  const root = path.join(courses, "bench");
  for (const part of ["theory", "tasks"]) mkdirSync(path.join(root, part), { recursive: true });
  for (const lesson of ["one", "two", "three"])
    writeFileSync(
      path.join(root, "theory", `${lesson}.md`),
      `# Lesson ${lesson}\n\nRead, then press *Tasks*.\n`,
    );
  const first = (id: string) => ({
    id,
    template: 'print("first" + "-line")',
    tests: [{ expected: "first-line" }],
  });
  const twenty = Array.from({ length: 20 }, (_, n) => ({ input: `${n} 1\n`, expected: `${n + 1}` }));
  const tasks = [
    first("first"),
    first("second"),
    first("next"),
    { id: "twenty", template: "a, b = map(int, input().split())\nprint(a + b)", tests: twenty },
    ...HOSTILE.map(({ id, code }) => ({
      id,
      template: code,
      tests: [{ expected: "never" }],
      limits: SECOND,
    })),
  ];
  for (const task of tasks)
    writeJson(root, `tasks/${task.id}.json`, { title: task.id, description: task.id, ...task });
  const lesson = (id: string, ids: string[]) => ({ id, title: id, theory: `theory/${id}.md`, tasks: ids });
  writeJson(root, "manifest.json", {
    id: "bench",
    version: "1.0.0",
    title: "Benchmarks",
    lessons: [
      lesson("one", ["first"]),
      lesson("two", ["second"]),
      lesson("three", ["next", "twenty", ...HOSTILE.map(({ id }) => id)]),
    ],
  });
}

function writeJson(root: string, name: string, value: object): void {
  writeFileSync(path.join(root, name), JSON.stringify(value, null, 2));
}
