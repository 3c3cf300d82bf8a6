/** What a lesson page and the shell say to each other, and the JSON shapes of the judge. See docs/architecture.md. */

export type Verdict = "OK" | "WA" | "RE" | "CE" | "TL" | "ML" | "OL" | "IE";
/** Material's names for light and dark. */
export type Scheme = "default" | "slate";
/** What a program writes; a drawing comes as lines of text, see docs/judge.md. */
export type OutputStream = "stdout" | "stderr" | "drawing";
export type KernelState = "cold" | "booting" | "ready" | "running" | "failed";

export interface Limits {
  time_ms: number;
  memory_mb: number;
  output_kb: number;
}

/** Contents by name. */
export type TextFiles = Record<string, string>;

export interface TaskTest {
  name: string;
  input?: string;
  call?: string;
  expected: string;
  tolerance?: number;
  points: number;
  explain?: string;
  /** Text files that the program may read, by their names. */
  files?: TextFiles;
}

export interface CheckerSpec {
  type: "strip" | "exact" | "regex" | "float" | "python_expr" | "drawing" | "custom";
  abs?: number;
  rel?: number;
  tolerance?: number;
  expr?: string;
}

/** The task as a lesson page carries it: public tests only, texts in the page's language. */
export interface Task {
  id: string;
  course: string;
  title: string;
  tests: TaskTest[];
  checker: CheckerSpec;
  checker_source?: string;
  limits: Limits;
  template: string;
  hints: string[];
  points: number;
  difficulty: "easy" | "medium" | "hard";
  private_tests: number;
}

export interface ProgramError {
  type: string;
  message: string;
  /** 1-based line of the student's code, or null when the error did not pass through it. */
  line: number | null;
  text: string;
}

export interface TestResult {
  name: string;
  private: boolean;
  verdict: Verdict;
  points: number;
  score: number;
  time_ms: number;
  memory_kb: number;
  stdout: string;
  stderr: string;
  message: string;
  value: string | null;
  error: ProgramError | null;
  /** What its turtles drew, when they did. */
  drawing?: string;
}

export interface Report {
  task: string;
  verdict: Verdict;
  score: number;
  backend: string;
  python: string;
  time_ms: number;
  tests: TestResult[];
}

/** How an interactive run ended. `stopped` is the student's own doing and no verdict. */
export interface RunEnd {
  verdict: Verdict | "stopped";
  time_ms: number;
  error: ProgramError | null;
}

export interface Learner {
  id: string;
  name: string;
  colour: string;
}

/** What the pages show of a learner's progress; derived from the event log. */
export interface Progress {
  lessons: Record<string, "opened" | "read">; // key "course/lesson"
  tasks: Record<string, { verdict: Verdict; score: number; solved: boolean }>; // key "course/task"; best result
  questions: Record<string, { correct: boolean; answer: unknown; attempts: number }>; // key "course/quiz/question"
}

export interface OfficialBest {
  verdict: Verdict;
  score: number;
}

/** Where a program is on its way to its official verdict; of a private test only the verdict is known. */
export type OfficialNow =
  | { state: "later" } // handed in as soon as the companion answers
  | { state: "waits"; place: number }
  | { state: "runs"; done: number; tests: number }
  | ({ state: "judged"; tests: { name: string; private: boolean; verdict: Verdict }[] } & OfficialBest)
  | { state: "failed" } // the judge could not decide
  | { state: "refused" }; // it is not judged at all

/** What the companion's judge says of a task. `offer`: the program that was checked last can be handed in. */
export interface Official {
  best: OfficialBest | null;
  now: OfficialNow | null;
  offer: boolean;
}

/** A task's code as its learner left it; `time` is ISO 8601, UTC. */
export interface Draft {
  code: string;
  time: string;
}

/** Page to shell, over the port. `run`, `check` and `request` ids are chosen by the page and echoed in every answer. */
export type PageMessage =
  | { type: "wake" } // the kernel will be needed soon
  | { type: "run"; run: number; code: string; stdin: string | null; limits: Limits; files?: TextFiles } // stdin null: interactive
  | { type: "input"; run: number; line: string | null } // null: end of input
  | { type: "stop"; run: number }
  | { type: "check"; run: number; lesson: string | null; task: Task; code: string } // null: a teacher's trial, no record
  | { type: "draft"; course: string; task: string; code: string; leaving: boolean }
  | {
      type: "attempt";
      course: string;
      lesson: string;
      quiz: string;
      question: string;
      answer: unknown;
      correct: boolean;
      points: number;
    }
  | { type: "lesson"; course: string; lesson: string; state: "opened" | "read" }
  | { type: "drafts"; request: number; course: string; tasks: string[] }
  | { type: "scheme"; scheme: Scheme }
  | { type: "font"; size: number } // of the editors, in px
  | { type: "place"; fragment: string } // the page's own fragment changed: "tasks"
  | { type: "hand-in"; course: string; task: string } // the program that was checked last
  | { type: "studio"; request: number; ask: unknown }; // a StudioAsk of studio/asks.ts

/** Shell to page, over the port. */
export type ShellMessage =
  | { type: "welcome"; learner: Learner; progress: Progress; scheme: Scheme; font: number } // a `kernel` follows
  | { type: "kernel"; state: KernelState; fraction: number; interactive: boolean } // interactive: input() can block
  | { type: "progress"; progress: Progress; learner: Learner }
  | { type: "started"; run: number }
  | { type: "output"; run: number; stream: OutputStream; text: string }
  | { type: "need-input"; run: number; prompt: string }
  | { type: "ended"; run: number; end: RunEnd }
  | { type: "tested"; run: number; index: number; result: TestResult }
  | { type: "judged"; run: number; report: Report }
  | { type: "stopped"; run: number } // a check that was stopped: no report follows
  | { type: "refused"; run: number; reason: "busy" | "failed"; detail: string }
  | { type: "drafts"; request: number; drafts: Record<string, Draft> }
  | { type: "official"; tasks: Record<string, Official> } // key "course/task"; only with a companion
  | { type: "studio"; request: number; answer: unknown; fault: string } // fault: the error's name, or ""
  | { type: "reload" }; // another learner, or a loaded save file: send your drafts, then load yourself again

/** The only messages outside a port: window.postMessage between frame and shell. */
export type HelloMessage = { type: "knapsack-hello"; page: string; title: string }; // "en/python-basics/output.html#tasks"
export type PortMessage = { type: "knapsack-port" }; // carries the MessagePort
