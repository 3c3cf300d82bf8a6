/** The kernel worker: one interpreter, one request at a time, nothing kept from one program to the next. */
import type { OutputStream } from "../../protocol.ts";
import type {
  CompiledMessage,
  Outcome,
  PartMessage,
  Program,
  WorkerAnswer,
  WorkerRequest,
} from "../messages.ts";
import { Callbacks } from "./callbacks.ts";
import { writeFiles } from "./files.ts";
import { InterruptClock, MemoryCap } from "./limits.ts";
import { lockDown } from "./lockdown.ts";
import { unpack } from "./lz4.ts";
import { OutputBuffer } from "./output.ts";
import { Pristine } from "./pristine.ts";
import { type Parts, type Pyodide, type PythonFunction, startPyodide } from "./pyodide.ts";
import { Secondary } from "./secondary.ts";
import { closeSystem } from "./system.ts";
import { installWheels, type WheelFunctions } from "./wheels.ts";

/** The first program comes first. */
const SECONDARY_DELAY_MS = 1000;
const KIBIBYTE = 2 ** 10;
const MEBIBYTE = 2 ** 20;
/** What a task's own code may take beyond the interpreter. */
const CHECKER_BYTES = 512 * MEBIBYTE;

// Student code may replace what it can reach, so what the worker needs later is taken now. Node counts processor time.
const now =
  (globalThis as { knapsackClock?: () => number }).knapsackClock ?? performance.now.bind(performance);
const { parse, stringify } = JSON;
const messageData = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get as (
  this: MessageEvent,
) => unknown;

type Post = (answer: WorkerAnswer) => void;
type Entry = "execute_program" | "run_program" | "judge_outcomes" | "report_results" | "warm_up";

class KernelWorker {
  readonly #post: Post;
  readonly #parts: Parts;
  readonly #secondary: Secondary;
  readonly #memory = new MemoryCap();
  readonly #callbacks = new Callbacks();
  readonly #output = new OutputBuffer((stream, text) =>
    this.#post({ type: "output", id: this.#current, stream, text }),
  );
  readonly #clock = new InterruptClock(now, (time) => this.#output.flushIfDue(time));
  #current = 0;
  #pyodide!: Pyodide;
  #pristine!: Pristine;
  #system!: ReturnType<typeof closeSystem>;
  #functions!: Record<Entry, PythonFunction>;
  #interactive = false;
  #pendingInput: ((answer: string) => void) | null = null;

  constructor(post: Post, parts: Parts) {
    this.#post = post;
    this.#parts = parts;
    this.#secondary = new Secondary(parts.secondary, (module) => report("secondary", module));
  }

  async handle(request: WorkerRequest): Promise<void> {
    if (request.type === "input") {
      this.#pendingInput?.(stringify(request.line));
      this.#pendingInput = null;
      return;
    }
    this.#current = request.id;
    try {
      await this.#answer(request);
    } catch (error) {
      // The edge of the process: whatever broke the interpreter, the page replaces this worker.
      const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#post({ type: "fatal", id: request.id, detail, memoryDenied: this.#memory.denied });
    }
  }

  async #answer(request: Exclude<WorkerRequest, { type: "input" }>): Promise<void> {
    switch (request.type) {
      case "boot":
        return this.#boot(request);
      case "execute":
        await this.#secondary.loaded();
        return this.#program(request.id, request.program, (text) => this.#call("execute_program", text));
      case "run":
        await this.#secondary.arrived();
        return this.#program(request.id, request.program, (text) =>
          this.#call("run_program", text, request.interactive),
        );
      case "install":
        await this.#secondary.loaded();
        return this.#install(request);
      case "judge":
        await this.#secondary.loaded();
        return this.#judge("judge_outcomes", request.id, {
          task: request.task,
          test: request.test,
          outcomes: request.outcomes,
        });
      case "report":
        await this.#secondary.loaded();
        return this.#judge("report_results", request.id, { task: request.task, results: request.results });
    }
  }

  readonly #bridge = {
    output: (stream: OutputStream, text: string): void => this.#output.write(stream, text, now()),
    flush: (): void => this.#output.flush(),
    seconds: (): number => now() / 1000,
    resolved: (): Promise<string> => Promise.resolve("null"),
    read_line: (): Promise<string> => {
      this.#clock.stop();
      this.#post({ type: "need-input", id: this.#current, prompt: "" });
      return new Promise((resolve) => {
        this.#pendingInput = resolve;
      });
    },
  };

  async #boot(request: Extract<WorkerRequest, { type: "boot" }>): Promise<void> {
    this.#memory.install();
    this.#pyodide = await startPyodide(this.#parts, this.#secondary, request.useSnapshot);
    this.#post({ type: "stage", id: request.id, fraction: 0.9 });
    this.#interactive = "Suspending" in WebAssembly;
    this.#callbacks.guard(this.#pyodide);
    this.#pyodide.registerJsModule("knapsack_bridge", this.#bridge);
    this.#pyodide.runPython("import knapsack_kernel");
    this.#functions = {
      execute_program: this.#function("execute_program"),
      run_program: this.#function("run_program"),
      judge_outcomes: this.#function("judge_outcomes"),
      report_results: this.#function("report_results"),
      warm_up: this.#function("warm_up"),
    };
    const python = await this.#call("warm_up", this.#interactive);
    this.#pyodide.setInterruptBuffer(this.#clock);
    this.#system = closeSystem(this.#pyodide);
    lockDown(globalThis);
    this.#post({ type: "booted", id: request.id, python, interactive: this.#interactive, heap: this.#heap });
    this.#pristine = new Pristine(this.#pyodide); // while the page hears of it and answers with a program
    setTimeout(() => void this.#secondary.loaded().catch(() => {}), SECONDARY_DELAY_MS); // whoever needs it hears of it
  }

  #function(name: string): PythonFunction {
    return this.#pyodide.runPython(`knapsack_kernel.${name}`) as PythonFunction;
  }

  get #heap(): number {
    return this.#pyodide._module.HEAPU8.length;
  }

  /** Where the browser can suspend WebAssembly, `input()` and `asyncio.run` may wait. */
  async #call(name: Entry, ...values: unknown[]): Promise<string> {
    const python = this.#functions[name];
    return this.#interactive ? python.callPromising(...values) : python(...values);
  }

  async #program(
    id: number,
    { files = {}, ...program }: Program,
    execute: (text: string) => Promise<string>,
  ): Promise<void> {
    this.#restore();
    writeFiles(this.#pyodide, files);
    this.#memory.start(this.#pristine.bytes + program.limits.memory_mb * MEBIBYTE);
    const text = stringify(program);
    this.#post({ type: "started", id });
    this.#clock.start(program.limits.time_ms);
    try {
      const outcome = parse(await execute(text)) as Outcome;
      this.#output.flush();
      outcome.memory_kb = Math.round((this.#heap - this.#pristine.bytes) / KIBIBYTE);
      this.#post({ type: "outcome", id, outcome, heap: this.#heap });
    } finally {
      this.#clock.stop();
      this.#memory.stop();
    }
  }

  async #install({ id, wheels, modules }: Extract<WorkerRequest, { type: "install" }>): Promise<void> {
    this.#restore();
    const python = this.#pyodide.runPython("import knapsack_wheels; knapsack_wheels") as WheelFunctions;
    await this.#system.open(() => installWheels(this.#pyodide, python, wheels, modules));
    this.#pristine = new Pristine(this.#pyodide);
    this.#post({ type: "installed", id, heap: this.#heap });
  }

  #restore(): void {
    this.#callbacks.drop();
    this.#pristine.restore();
  }

  async #judge(name: "judge_outcomes" | "report_results", id: number, request: object): Promise<void> {
    this.#restore();
    this.#memory.start(this.#pristine.bytes + CHECKER_BYTES);
    try {
      this.#post({ type: "judged", id, answer: await this.#call(name, stringify(request)) });
    } finally {
      this.#memory.stop();
    }
  }
}

/** The page sends the port at once and each part of Python when it is ready. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<PartMessage | null>) => void) | null;
  postMessage(message: CompiledMessage): void;
};
const tellPage = scope.postMessage.bind(scope);
const arrived = {} as { [Part in keyof Parts]: (value: Awaited<Parts[Part]> | Parts[Part]) => void };
const coming = <Part extends keyof Parts>(part: Part): Parts[Part] =>
  new Promise((resolve) => Object.assign(arrived, { [part]: resolve })) as Parts[Part];
const parts: Parts = {
  primary: coming("primary"),
  secondary: coming("secondary"),
  stdlib: coming("stdlib"),
  snapshot: coming("snapshot"),
};
scope.onmessage = ({ ports: [port], data }) => {
  if (port) listen(port);
  if (!data) return;
  if ("module" in data) arrived[data.part](data.module);
  else if (data.part === "primary") arrived.primary(compile(data.packed));
  else arrived[data.part](data.packed);
};

/** At once, not in the background: Firefox takes half the time so, and nothing else could go on here without it. */
function compile(packed: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const module = new WebAssembly.Module(unpack(packed));
  report("primary", module);
  return module;
}

function report(part: CompiledMessage["part"], module: WebAssembly.Module): void {
  tellPage({ part, module });
}

function listen(port: MessagePort): void {
  const worker = new KernelWorker(port.postMessage.bind(port) as Post, parts);
  port.onmessage = (message) => void worker.handle(messageData.call(message) as WorkerRequest);
}
