/** Finds out which functions of Python's module a start and a beginner's first programs call. */
import { Worker as NodeThread, type Transferable } from "node:worker_threads";
import { pack } from "../lz4/compress.ts";
import type { KernelAssets } from "../src/kernel/assets.ts";
import { Modules } from "../src/kernel/modules.ts";
import { NO_TIME_LIMIT_MS } from "../src/kernel/programs.ts";
import { WorkerClient } from "../src/kernel/worker_client.ts";
import type { Packed } from "../src/packed.ts";
import type { Task, TaskTest, TestResult } from "../src/protocol.ts";
import { CALLED, calledOf, instrument } from "./instrument.ts";
import { PROGRAMS } from "./programs.ts";
import { allFunctions, split } from "./split.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What the bundle's parts are made of; the snapshot is packed already. */
export interface Python {
  worker: string;
  wasm: Bytes;
  stdlib: Bytes;
  snapshot: Bytes;
}

const ASK = "which functions were called?";
/** Makes a thread of Node look like a browser's worker, and answers ASK. */
const BROWSER = `
const { parentPort, workerData } = require("node:worker_threads");
const { runInThisContext } = require("node:vm");
const { instantiate } = WebAssembly;
const say = parentPort.postMessage.bind(parentPort);
let exports;
WebAssembly.instantiate = async (module, imports) => {
  const instance = await instantiate(module, imports);
  if ("${CALLED}0" in instance.exports) exports = instance.exports;
  return instance;
};
const calledOf = ${calledOf.toString().replaceAll("CALLED", JSON.stringify(CALLED))};
const worker = { [Symbol.hasInstance]: () => true };
Object.assign(globalThis, { self: globalThis, location: "https://kernel.invalid/", WorkerGlobalScope: worker, postMessage: say });
delete globalThis.process;
runInThisContext(workerData, { filename: "worker.js" });
const { onmessage } = globalThis;
parentPort.onmessage = (event) => (event.data === ${JSON.stringify(ASK)} ? say(calledOf(exports)) : onmessage(event));
`;
const LIMITS = { time_ms: 10_000, memory_mb: 128, output_kb: 64 };
/** As src/kernel/index.ts runs a program. */
const UNLIMITED = { ...LIMITS, time_ms: NO_TIME_LIMIT_MS };
const TEST: TaskTest = { name: "1", input: "12\n12\n", expected: "12", points: 1 };
const TASK: Task = {
  id: "trivial",
  course: "profile",
  title: "",
  tests: [TEST],
  checker: { type: "strip" },
  limits: LIMITS,
  template: "",
  hints: [],
  points: 1,
  difficulty: "easy",
  private_tests: 0,
};

class Thread {
  readonly #thread: NodeThread;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  constructor(source: string) {
    this.#thread = new NodeThread(BROWSER, { eval: true, workerData: source });
    this.#thread.on("message", (data: unknown) => this.onmessage?.({ data }));
    this.#thread.on("error", (error) => this.onerror?.({ message: String(error), preventDefault: () => {} }));
  }

  postMessage(message: unknown, transfer: readonly Transferable[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  terminate(): void {
    void this.#thread.terminate();
  }

  /** No request may be under way. */
  called(): Promise<number[]> {
    return new Promise((resolve) => {
      this.onmessage = ({ data }) => resolve(data as number[]);
      this.postMessage(ASK);
    });
  }
}

/**
 * Returns the functions of `wasm` that were called, by their number among its own. Rejects when Python does not start
 * or one of the programs breaks it.
 */
export async function profile(python: Python): Promise<number[]> {
  const { primary, secondary } = split(python.wasm, allFunctions(python.wasm));
  const thread = new Thread(python.worker);
  const assets = assetsOf(thread, python, instrument(primary), secondary);
  const client = await WorkerClient.boot(assets, true, () => {});
  for (const code of PROGRAMS) await play(client, code);
  const called = await thread.called();
  client.terminate();
  return called;
}

/** As Run and as Check do it. */
async function play(client: WorkerClient, code: string): Promise<void> {
  const program = { code, stdin: "12\n12\n", call: null, limits: LIMITS };
  await client.request(
    { type: "run", program: { ...program, limits: UNLIMITED }, interactive: true },
    (notice) => {
      if (notice.type === "need-input") client.input("12");
    },
  );
  const answer = await client.request({ type: "execute", program });
  if (answer.type !== "outcome") throw new TypeError(`unexpected answer ${answer.type}`);
  const judged = await client.request({ type: "judge", task: TASK, test: TEST, outcomes: [answer.outcome] });
  if (judged.type !== "judged") throw new TypeError(`unexpected answer ${judged.type}`);
  await client.request({ type: "report", task: TASK, results: [JSON.parse(judged.answer) as TestResult] });
}

function assetsOf(thread: Thread, python: Python, primary: Bytes, secondary: Bytes): KernelAssets {
  const packed = async (contents: Bytes): Promise<Packed> => {
    const whole = pack(contents);
    return () => whole.slice();
  };
  return {
    startWorker: async () => thread as unknown as Worker,
    primary: packed(primary),
    secondary: packed(secondary),
    stdlib: Promise.resolve(() => Uint8Array.from(python.stdlib)),
    snapshot: Promise.resolve(() => Uint8Array.from(python.snapshot)),
    modules: new Modules(),
  };
}
