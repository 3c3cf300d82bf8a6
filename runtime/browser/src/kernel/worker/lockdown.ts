/** Takes away what a student's program has no business with, for good, before any of it runs. */

const FORBIDDEN = [
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "WebSocketStream",
  "WebTransport",
  "EventSource",
  "RTCPeerConnection",
  "RTCDataChannel",
  "indexedDB",
  "caches",
  "cookieStore",
  "localStorage",
  "sessionStorage",
  "navigator",
  "BroadcastChannel",
  "MessageChannel",
  "Worker",
  "SharedWorker",
  "importScripts",
  "postMessage",
  "onmessage",
  "onmessageerror",
  "addEventListener",
  "removeEventListener",
  "dispatchEvent",
  "close",
  "requestFileSystem",
  "requestFileSystemSync",
  "webkitRequestFileSystem",
  "webkitRequestFileSystemSync",
  "createImageBitmap",
  "FileReader",
  "FileReaderSync",
  "Notification",
  "reportError",
  "eval",
] as const;

/** Overwrite each name on the global object and on its prototypes with an unchangeable `undefined`. */
export function lockDown(scope: object): void {
  for (const name of FORBIDDEN) {
    for (let holder: object | null = scope; holder; holder = Object.getPrototypeOf(holder)) {
      if (holder === Object.prototype) break;
      if (holder === scope || Object.hasOwn(holder, name)) hide(holder, name);
    }
  }
  closeBackDoors();
  silenceConsole();
}

/** Code from text, by `Function` or by the constructors that functions inherit. Pyodide needs `instanceof Function`. */
function closeBackDoors(): void {
  const refuse = (): never => {
    throw new TypeError("code from text is not available here");
  };
  Object.defineProperty(refuse, "prototype", { value: Function.prototype });
  hide(globalThis, "Function", refuse);
  for (const kind of [() => 0, async () => 0, function* () {}, async function* () {}]) {
    hide(Object.getPrototypeOf(kind), "constructor", refuse);
  }
}

function hide(holder: object, name: string, value?: unknown): void {
  Object.defineProperty(holder, name, { value, writable: false, configurable: false });
}

/** Pyodide tells the console when a program breaks it; that is the program's affair, and floods would slow the page. */
function silenceConsole(): void {
  const silence = (): void => {};
  for (const name of ["log", "info", "warn", "error", "debug", "trace"] as const) console[name] = silence;
}
