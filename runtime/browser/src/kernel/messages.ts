/** What the page and a kernel worker say to each other. Every request carries an id that its answer repeats. */
import type { Limits, ProgramError, Task, TaskTest, TestResult } from "../protocol.ts";

export interface Program {
  code: string;
  stdin: string;
  call: string | null;
  limits: Limits;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  verdict: "OK" | "RE" | "CE" | "TL" | "ML" | "OL";
  time_ms: number;
  memory_kb: number;
  value: string | null;
  error: ProgramError | null;
}

export interface BootMessage {
  type: "boot";
  id: number;
  /** The standard library's zip, packed with gzip. */
  stdlib: Uint8Array<ArrayBuffer>;
  /** A memory snapshot, packed with gzip. Null asks for a plain boot. */
  snapshot: Uint8Array<ArrayBuffer> | null;
}

export type WorkerRequest =
  | BootMessage
  | { type: "execute"; id: number; program: Program }
  | { type: "run"; id: number; program: Program; interactive: boolean }
  | { type: "input"; id: number; line: string | null }
  | { type: "judge"; id: number; task: Task; test: TaskTest; outcomes: Outcome[] }
  | { type: "report"; id: number; task: Task; results: TestResult[] };

export type WorkerAnswer =
  | { type: "booted"; id: number; python: string; interactive: boolean; heap: number }
  | { type: "stage"; id: number; fraction: number }
  | { type: "started"; id: number }
  | { type: "output"; id: number; stream: "stdout" | "stderr"; text: string }
  | { type: "need-input"; id: number; prompt: string }
  | { type: "outcome"; id: number; outcome: Outcome; heap: number }
  | { type: "judged"; id: number; answer: string }
  | { type: "fatal"; id: number; detail: string; memoryDenied: boolean };
