/** The page's end of one kernel worker. */
import type { KernelAssets } from "./assets.ts";
import type { CompiledMessage, ModulePart, PartMessage, WorkerAnswer, WorkerRequest } from "./messages.ts";

type Distribute<T> = T extends { id: number } ? Omit<T, "id"> : never;
export type Request = Distribute<Exclude<WorkerRequest, { type: "boot" | "input" }>>;
export type Booted = Extract<WorkerAnswer, { type: "booted" }>;
export type FinalAnswer = Extract<WorkerAnswer, { type: "booted" | "outcome" | "judged" | "installed" }>;
export type Notice = Exclude<WorkerAnswer, FinalAnswer | { type: "fatal" }>;

/** The worker died under a request: the interpreter failed for good, or the page ended it. */
export class WorkerGone extends Error {
  readonly memoryDenied: boolean;
  constructor(detail: string, memoryDenied = false) {
    super(detail);
    this.name = "WorkerGone";
    this.memoryDenied = memoryDenied;
  }
}

interface Waiting {
  id: number;
  notice: (notice: Notice) => void;
  resolve: (answer: FinalAnswer) => void;
  reject: (error: WorkerGone) => void;
}

export class WorkerClient {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #lastId = 0;
  #waiting: Waiting | null = null;
  /** Why no request can be sent any more. */
  #gone: WorkerGone | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  booted!: Booted;
  /** Bytes of the interpreter's memory after the last program; it never shrinks. */
  heap = 0;
  /** And before any. */
  base = 0;
  /** Names of the packages that programs can import. */
  readonly installed = new Set<string>();

  private constructor(worker: Worker) {
    this.#worker = worker;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = (event: MessageEvent<WorkerAnswer>) => this.#receive(event.data);
    this.#worker.onerror = (event) => {
      event.preventDefault(); // told to whoever waits; Firefox also reports the end of a busy worker
      this.terminate(new WorkerGone(event.message));
    };
    this.#worker.postMessage(null, [port2]);
  }

  /** Starts a worker and Python in it. Rejects with WorkerGone when Python does not start. */
  static async boot(
    assets: KernelAssets,
    useSnapshot: boolean,
    progress: (fraction: number) => void,
  ): Promise<WorkerClient> {
    const client = new WorkerClient(await assets.startWorker());
    try {
      await client.#boot(assets, useSnapshot, progress);
      return client;
    } catch (error) {
      client.terminate();
      throw error;
    }
  }

  async #boot(
    assets: KernelAssets,
    useSnapshot: boolean,
    progress: (fraction: number) => void,
  ): Promise<void> {
    const answer = this.#send({ type: "boot", useSnapshot }, (notice) => {
      if (notice.type === "stage") progress(notice.fraction);
    });
    // A part that cannot be loaded explains more than a worker that was ended for the lack of it.
    const [, booted] = await Promise.all([this.#hand(assets, useSnapshot), answer]);
    this.booted = booted as Booted;
    this.heap = this.base = this.booted.heap;
  }

  async #hand(assets: KernelAssets, useSnapshot: boolean): Promise<void> {
    const give = (message: PartMessage, transfer: Transferable[] = []): void =>
      this.#worker.postMessage(message, transfer);
    const givePacked = async (part: ModulePart | "stdlib" | "snapshot"): Promise<void> => {
      const packed = (await assets[part])();
      give({ part, packed }, [packed.buffer]);
    };
    const giveModule = async (part: ModulePart): Promise<void> => {
      const module = assets.modules.get(part);
      if (module) give({ part, module });
      else await givePacked(part);
    };
    this.#worker.onmessage = ({ data: { part, module } }: MessageEvent<CompiledMessage>) => {
      assets.modules.keep(part, module);
    };
    assets.secondary
      .then(() => giveModule("secondary"))
      .catch((error: Error) => this.terminate(new WorkerGone(error.message)));
    await Promise.all([
      giveModule("primary"),
      useSnapshot ? givePacked("snapshot") : null,
      givePacked("stdlib"),
    ]);
  }

  get alive(): boolean {
    return this.#gone === null;
  }

  /** Requests wait for each other; `notice` hears what comes before the final answer. Rejects with WorkerGone. */
  request(request: Request, notice: (notice: Notice) => void = () => {}): Promise<FinalAnswer> {
    const answer = this.#tail.then(() => this.#send(request, notice));
    this.#tail = answer.catch((error: unknown) => {
      if (!(error instanceof WorkerGone)) throw error;
    });
    return answer;
  }

  /** Make packages importable, by their names and wheels, with these modules in memory already. Rejects with WorkerGone. */
  async install(wheels: Record<string, Uint8Array<ArrayBuffer>>, modules: string[]): Promise<void> {
    const answer = await this.request({ type: "install", wheels, modules });
    if (answer.type !== "installed") throw new TypeError(`unexpected answer ${answer.type}`);
    this.heap = this.base = answer.heap;
    for (const name of Object.keys(wheels)) this.installed.add(name);
  }

  /** Answer the running program's `input()`. */
  input(line: string | null): void {
    this.#port.postMessage({ type: "input", id: this.#lastId, line } satisfies WorkerRequest);
  }

  terminate(reason = new WorkerGone("ended by the page")): void {
    if (this.#gone) return;
    this.#gone = reason;
    this.#worker.terminate();
    this.#port.close();
    this.#waiting?.reject(reason);
    this.#waiting = null;
  }

  #send(request: Distribute<WorkerRequest>, notice: (notice: Notice) => void): Promise<FinalAnswer> {
    if (this.#gone) return Promise.reject(this.#gone);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting = { id, notice, resolve, reject };
      this.#port.postMessage({ ...request, id });
    });
  }

  #receive(answer: WorkerAnswer): void {
    const waiting = this.#waiting;
    if (!waiting || answer.id !== waiting.id) return;
    if (answer.type === "fatal") {
      this.terminate(new WorkerGone(answer.detail, answer.memoryDenied));
    } else if (isFinal(answer)) {
      if (answer.type === "outcome") this.heap = answer.heap;
      this.#waiting = null;
      waiting.resolve(answer);
    } else {
      waiting.notice(answer);
    }
  }
}

function isFinal(answer: WorkerAnswer): answer is FinalAnswer {
  return ["booted", "outcome", "judged", "installed"].includes(answer.type);
}
