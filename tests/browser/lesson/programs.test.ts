import assert from "node:assert/strict";
import { test } from "node:test";
import type { Link } from "../../../runtime/browser/src/lesson/link.ts";
import { Programs } from "../../../runtime/browser/src/lesson/programs.ts";
import type { ShellMessage } from "../../../runtime/browser/src/protocol.ts";

const LIMITS = { time_ms: 1000, memory_mb: 128, output_kb: 64 };

/** A link to a shell that says what the test says. */
class Shell {
  readonly #listeners = new Map<string, (message: ShellMessage) => void>();
  readonly programs = new Programs(this as unknown as Link);

  on(type: string, listener: (message: ShellMessage) => void): void {
    this.#listeners.set(type, listener);
  }

  send(): void {}

  say(message: ShellMessage): void {
    this.#listeners.get(message.type)?.(message);
  }
}

test("without programs nothing waits for Python", async () => {
  await new Shell().programs.started();
});

test("all programs have begun when Python has said so of each, or refused it", async () => {
  const shell = new Shell();
  for (let count = 0; count < 2; count += 1) shell.programs.run("", "", LIMITS, {}, () => {});
  let begun = 0;
  const both = [shell.programs.started(), shell.programs.started()].map((started) =>
    started.then(() => {
      begun += 1;
    }),
  );
  shell.say({ type: "started", run: 1 });
  await Promise.resolve();
  assert.equal(begun, 0);
  shell.say({ type: "refused", run: 2, reason: "busy", detail: "" });
  await Promise.all(both);
  assert.equal(begun, 2);
});
