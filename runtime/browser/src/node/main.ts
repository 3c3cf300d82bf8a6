/**
 * The kernel under Node, for the official judge: requests come as lines of JSON on standard input, each is answered by
 * one line on standard output, and the end of the input ends it all. `runtime/sandbox/wasm.py` is the other side.
 *
 * As in the browser Python runs in a thread of its own, so that this one can end it, and hears at once when nobody is
 * there any more.
 */
import { createInterface } from "node:readline";
import { answerTo, type OfficialAnswer, type OfficialRequest } from "../kernel/official.ts";
import { readParts } from "./parts.ts";
import { Session } from "./session.ts";

function say(answer: OfficialAnswer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  // Not exit(): it waits for V8's own threads, and once in many times one of these never ended.
  lines.on("close", () => process.kill(process.pid, "SIGKILL"));
  const session = new Session(readParts(__dirname));
  let tail = session.open().then(
    (python) => say({ type: "ready", python }),
    (error: Error) => say({ type: "broken", detail: error.message }),
  );
  lines.on("line", (line) => {
    tail = tail.then(async () => say(await answerTo(session, JSON.parse(line) as OfficialRequest)));
  });
}

void main();
