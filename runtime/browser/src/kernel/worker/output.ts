/** Output on its way to the page, in batches so that a flood of small prints stays cheap. */

import type { OutputStream } from "../../protocol.ts";

const MOST_CHARACTERS = 2048;
/** A page draws a frame every 16 ms; nobody sees more than every second one. */
const LONGEST_WAIT_MS = 30;

export class OutputBuffer {
  #stream: OutputStream = "stdout";
  #text = "";
  /** Beside the text: a program that prints and draws in turn would else send a batch for every line. */
  #drawing = "";
  #since = 0;
  readonly #send: (stream: OutputStream, text: string) => void;

  constructor(send: (stream: OutputStream, text: string) => void) {
    this.#send = send;
  }

  /** `now` is a time in milliseconds, of the same clock as in `flushIfDue`. */
  write(stream: OutputStream, text: string, now: number): void {
    if (stream !== "drawing" && stream !== this.#stream) this.flush();
    if (this.#length === 0) this.#since = now;
    if (stream === "drawing") this.#drawing += text;
    else {
      this.#stream = stream;
      this.#text += text;
    }
    if (this.#length >= MOST_CHARACTERS) this.flush();
    else this.flushIfDue(now);
  }

  flushIfDue(now: number): void {
    if (this.#length > 0 && now - this.#since >= LONGEST_WAIT_MS) this.flush();
  }

  flush(): void {
    const [drawing, text] = [this.#drawing, this.#text];
    this.#drawing = this.#text = "";
    if (drawing !== "") this.#send("drawing", drawing);
    if (text !== "") this.#send(this.#stream, text);
  }

  get #length(): number {
    return this.#text.length + this.#drawing.length;
  }
}
