/** Output on its way to the page, in batches so that a flood of small prints stays cheap. */

import type { OutputStream } from "../../protocol.ts";

const MOST_CHARACTERS = 2048;
/** A page draws a frame every 16 ms; nobody sees more than every second one. */
const LONGEST_WAIT_MS = 30;

export class OutputBuffer {
  #stream: OutputStream = "stdout";
  #text = "";
  #since = 0;
  readonly #send: (stream: OutputStream, text: string) => void;

  constructor(send: (stream: OutputStream, text: string) => void) {
    this.#send = send;
  }

  /** `now` is a time in milliseconds, of the same clock as in `flushIfDue`. */
  write(stream: OutputStream, text: string, now: number): void {
    if (stream !== this.#stream) this.flush();
    if (this.#text === "") this.#since = now;
    this.#stream = stream;
    this.#text += text;
    if (this.#text.length >= MOST_CHARACTERS) this.flush();
    else this.flushIfDue(now);
  }

  flushIfDue(now: number): void {
    if (this.#text !== "" && now - this.#since >= LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    this.#send(this.#stream, text);
  }
}
