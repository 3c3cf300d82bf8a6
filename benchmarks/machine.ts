/** Says on what machine the figures were measured. */
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import { BROWSERS, programOf } from "../tests/e2e/browsers.ts";

const GIBIBYTE = 2 ** 30;

export function describeMachine(): string[] {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / GIBIBYTE)} GiB of memory`,
    `${type()} ${release()}, Node ${process.version}`,
    ...BROWSERS.map((kind) => version(programOf(kind))),
    new Date().toISOString().slice(0, 10),
  ];
}

function version(program: string): string {
  return execFileSync(program, ["--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
