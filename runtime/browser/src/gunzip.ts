/** Unpacks gzip with the browser's own stream. */

type Bytes = Uint8Array<ArrayBuffer>;

/** Small enough that the stream works on while the next piece is handed in. */
const PIECE = 2 ** 20;

export async function gunzip(packed: Bytes): Promise<Bytes> {
  const chunks: Bytes[] = [];
  await inflate(packed, (chunk) => chunks.push(chunk));
  return concatenate(chunks);
}

/** Hands on each piece as it is unpacked. By hand this takes two thirds of the time of a Response around the stream. */
export async function inflate(packed: Bytes, chunk: (bytes: Bytes) => void): Promise<void> {
  const { readable, writable } = new DecompressionStream("gzip");
  await Promise.all([drain(readable.getReader(), chunk), feed(writable.getWriter(), packed)]);
}

async function feed(writer: WritableStreamDefaultWriter<BufferSource>, packed: Bytes): Promise<void> {
  for (let at = 0; at < packed.length; at += PIECE) await writer.write(packed.subarray(at, at + PIECE));
  await writer.close();
}

async function drain(
  reader: ReadableStreamDefaultReader<Bytes>,
  chunk: (bytes: Bytes) => void,
): Promise<void> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    chunk(value);
  }
}

function concatenate(chunks: Bytes[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
