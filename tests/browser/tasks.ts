/** A task and a report as the pages and the kernel make them. */
import type { Report, Task } from "../../runtime/browser/src/protocol.ts";

export const TASK: Task = {
  id: "sum",
  course: "python-basics",
  title: "Sum",
  tests: [
    { name: "01", input: "2 3\n", expected: "5\n", points: 1, explain: "<p>Five.</p>" },
    { name: "02", call: "add(2, 3)", expected: "5", tolerance: 1e-9, points: 1 },
  ],
  checker: { type: "strip" },
  limits: { time_ms: 2000, memory_mb: 128, output_kb: 64 },
  template: "",
  hints: [],
  points: 2,
  difficulty: "easy",
  private_tests: 1,
};

export const REPORT: Report = {
  task: "sum",
  verdict: "OK",
  score: 1,
  backend: "browser",
  python: "3.14.0",
  time_ms: 12,
  tests: [
    {
      name: "01",
      private: false,
      verdict: "OK",
      points: 1,
      score: 1,
      time_ms: 12,
      memory_kb: 9000,
      stdout: "5\n",
      stderr: "",
      message: "",
      value: null,
      error: null,
    },
  ],
};
