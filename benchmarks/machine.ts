/** Says on what machine the figures were measured. */
import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";

const GIBIBYTE = 2 ** 30;

export function describeMachine(): string[] {
  const processors = cpus();
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${Math.round(totalmem() / GIBIBYTE)} GiB of memory`,
    `${type()} ${release()}, Node ${process.version}`,
    version(process.env["KNAPSACK_CHROMIUM"]),
    version(process.env["KNAPSACK_FIREFOX"]),
    new Date().toISOString().slice(0, 10),
  ];
}

function version(browser: string | undefined): string {
  if (!browser) return "unknown browser";
  return execFileSync(browser, ["--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}
