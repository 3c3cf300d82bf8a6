/** Gives each page in the frame its own port, and nobody else. */

import { isRecord, isText } from "../guards.ts";
import type { HelloMessage, PortMessage } from "../protocol.ts";

/** Where the shell itself was opened from decides which origins its own pages have. */
export interface Home {
  protocol: string;
  origin: string;
}

/** Local pages have an opaque origin, which browsers spell in two ways. */
export function isOurOrigin(origin: string, home: Home): boolean {
  return home.protocol === "file:" ? origin === "null" || origin === "file://" : origin === home.origin;
}

/** The hello a message is, else null. */
export function readHello(value: unknown): HelloMessage | null {
  if (!isRecord(value) || value["type"] !== "knapsack-hello") return null;
  const { page, title } = value;
  return isText(page, 500) && isText(title, 1000) ? { type: "knapsack-hello", page, title } : null;
}

/** Call `welcome` with a fresh port at every hello of the frame's own page; the newest port is the one that counts. */
export function answerHellos(
  frame: HTMLIFrameElement,
  welcome: (port: MessagePort, hello: HelloMessage) => void,
): void {
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const hello = readHello(event.data);
    if (hello === null || event.source !== frame.contentWindow || !isOurOrigin(event.origin, location))
      return;
    const { port1, port2 } = new MessageChannel();
    const message: PortMessage = { type: "knapsack-port" };
    const target = location.protocol === "file:" ? "*" : location.origin; // an opaque origin cannot be named
    frame.contentWindow?.postMessage(message, target, [port2]);
    welcome(port1, hello);
  });
}
