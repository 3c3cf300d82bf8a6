/**
 * Runs first in the thread that will run students' programs: takes Node away from it, makes it look like a browser's
 * worker, and starts the very script that is the kernel's worker there.
 *
 * Whatever a program reaches of this thread's JavaScript, no name in it leads back to Node any more. Behind that stands
 * Node's permission model: this thread may not read a file, start a process or another thread.
 */
import { runInNewContext, Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

/** What Pyodide and the kernel use beside the language itself. */
const NEEDED = [
  "AbortController",
  "AbortSignal",
  "DOMException",
  "DecompressionStream",
  "Event",
  "EventTarget",
  "MessageChannel",
  "MessageEvent",
  "MessagePort",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "atob",
  "btoa",
  "clearInterval",
  "clearTimeout",
  "crypto",
  "performance",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
  "structuredClone",
];
/** What a program would do most harm with, if it found `process` after all. */
const PROCESS_POWERS = [
  "_debugEnd",
  "_debugProcess",
  "_kill",
  "_linkedBinding",
  "abort",
  "binding",
  "chdir",
  "dlopen",
  "execve",
  "getBuiltinModule",
  "kill",
  "loadEnvFile",
  "mainModule",
  "report",
];
/** Nothing can be added to these, so that Node's own code never meets a property that a program has planted. */
const SHARED_PROTOTYPES = [Object, Array, Function, Promise, Error, RegExp, Map, Set, String, Number, Symbol];

interface BrowserScope {
  onmessage?: (event: MessageEvent) => void;
  knapsackClock?: () => number;
}

function main(): void {
  const port = parentPort;
  if (!port) throw new Error("this belongs into a thread");
  const { source } = workerData as { source: string };
  const scope = globalThis as BrowserScope;
  const clock = process.threadCpuUsage.bind(process);
  // A promise that a program leaves behind is rejected without anyone listening: in a browser that ends nothing.
  process.on("unhandledRejection", () => {});
  for (const name of PROCESS_POWERS) overwrite(process, name, undefined);
  takeNodeAway();
  Object.assign(globalThis, {
    self: globalThis,
    location: "https://kernel.invalid/",
    WorkerGlobalScope: { [Symbol.hasInstance]: () => true },
    postMessage: port.postMessage.bind(port),
    knapsackClock: () => {
      const { user, system } = clock();
      return (user + system) / 1000;
    },
  });
  // Without a way to import modules, so that import() fails in it.
  new Script(source, { filename: "worker.js" }).runInThisContext();
  // The browser's way to listen, which Node has and its types have not.
  Object.assign(port, { onmessage: scope.onmessage });
  delete scope.onmessage;
  delete scope.knapsackClock;
  harden();
}

/** Leave what JavaScript itself has, and what is needed. */
function takeNodeAway(): void {
  const language = runInNewContext("Object.getOwnPropertyNames(globalThis)") as string[];
  const kept = new Set([...language, ...NEEDED]);
  for (const name of NEEDED) overwrite(globalThis, name, Reflect.get(globalThis, name));
  for (const name of Reflect.ownKeys(globalThis)) {
    if (!kept.has(name as string)) Reflect.deleteProperty(globalThis, name);
  }
}

/** Stack frames show functions that are nobody's business; a planted property shows Node's objects. */
function harden(): void {
  Object.defineProperty(Error, "prepareStackTrace", {
    value: undefined,
    writable: false,
    configurable: false,
  });
  for (const { prototype } of SHARED_PROTOTYPES) Object.preventExtensions(prototype);
}

/** A plain value in place of what Node computes when it is asked, which reaches into its modules. */
function overwrite(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, configurable: true });
}

main();
