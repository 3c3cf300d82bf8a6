/** The page's line to the shell: hello, then everything over the port it gets back. */
import type { HelloMessage, PageMessage, ShellMessage } from "../protocol.ts";

type MessageOf<T extends ShellMessage["type"]> = Extract<ShellMessage, { type: T }>;
type Listener = (message: ShellMessage) => void;

export class Link {
  #port: MessagePort | null = null;
  readonly #waiting: PageMessage[] = [];
  readonly #listeners = new Map<ShellMessage["type"], Listener[]>();

  /** Say hello; what is sent before the port is there waits for it. */
  connect(hello: HelloMessage): void {
    window.addEventListener("message", (event: MessageEvent<{ type?: unknown } | null>) => {
      const port = event.ports[0];
      if (event.source !== window.parent || event.data?.type !== "knapsack-port" || !port) return;
      this.#open(port);
    });
    window.parent.postMessage(hello, "*"); // a local shell's origin is opaque; the page's address is no secret
  }

  send(message: PageMessage): void {
    if (this.#port) this.#port.postMessage(message);
    else this.#waiting.push(message);
  }

  on<T extends ShellMessage["type"]>(type: T, listener: (message: MessageOf<T>) => void): void {
    const listeners = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, [...listeners, listener as Listener]);
  }

  #open(port: MessagePort): void {
    this.#port = port;
    port.onmessage = (event: MessageEvent<ShellMessage>) => {
      for (const listener of this.#listeners.get(event.data.type) ?? []) listener(event.data);
    };
    for (const message of this.#waiting.splice(0)) port.postMessage(message);
  }
}
