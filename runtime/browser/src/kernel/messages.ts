/** What the page and a kernel worker say to each other. Every request carries an id that its answer repeats. */
import type { Limits, OutputStream, ProgramError, Task, TaskTest, TestResult } from "../protocol.ts";

export interface Program {
  code: string;
  stdin: string;
  call: string | null;
  limits: Limits;
  /** What stands in the program's folder: by the path in it, in base64. */
  files?: Record<string, string>;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  verdict: "OK" | "RE" | "CE" | "TL" | "ML" | "OL";
  time_ms: number;
  memory_kb: number;
  value: string | null;
  error: ProgramError | null;
  drawing?: string;
}

/**
 * Parts of Python reach a worker by themselves, as soon as the page has them. Packed ones are gzip; `module` is what an
 * earlier worker has compiled.
 */
export type PartMessage =
  | CompiledMessage
  | { part: ModulePart | "stdlib" | "snapshot"; packed: Uint8Array<ArrayBuffer> };

/** Sent by the worker itself, since a compiled module does not travel over a port. */
export interface CompiledMessage {
  part: ModulePart;
  module: WebAssembly.Module;
}

/** Python's module comes in two, see splitting/split.ts. */
export type ModulePart = "primary" | "secondary";

export type WorkerRequest =
  | { type: "boot"; id: number; useSnapshot: boolean }
  | { type: "execute"; id: number; program: Program }
  | { type: "run"; id: number; program: Program; interactive: boolean }
  | { type: "input"; id: number; line: string | null }
  | { type: "install"; id: number; wheels: Record<string, Uint8Array<ArrayBuffer>>; modules: string[] }
  | { type: "judge"; id: number; task: Task; test: TaskTest; outcomes: Outcome[] }
  | { type: "report"; id: number; task: Task; results: TestResult[] };

export type WorkerAnswer =
  | { type: "booted"; id: number; python: string; interactive: boolean; heap: number }
  | { type: "stage"; id: number; fraction: number }
  | { type: "started"; id: number }
  | { type: "output"; id: number; stream: OutputStream; text: string }
  | { type: "need-input"; id: number; prompt: string }
  | { type: "outcome"; id: number; outcome: Outcome; heap: number }
  | { type: "judged"; id: number; answer: string }
  | { type: "installed"; id: number; heap: number }
  | { type: "fatal"; id: number; detail: string; memoryDenied: boolean };
