/** Runs once before all browser tests: builds the sites that they open. */
import { execFileSync } from "node:child_process";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FALLBACK_SITE, RESULTS, SITE } from "./places.ts";

export function globalSetup(): void {
  rmSync(RESULTS, { recursive: true, force: true });
  const courses = path.join(import.meta.dirname, "..", "fixtures", "courses");
  execFileSync("knapsack", ["build", "--courses", courses, "--out", SITE], { stdio: "inherit" });
  // The same site with a snapshot that this build of Pyodide has to refuse.
  cpSync(SITE, FALLBACK_SITE, { recursive: true });
  const damaged = "(window.knapsackKernel??={}).snapshot='H4sIAAAAAAACA8vLVyjOSywozsgvUchPUyjJyCxWSCrNzEkBABg9ZJIZAAAA';\n";
  writeFileSync(path.join(FALLBACK_SITE, "assets", "knapsack", "kernel", "snapshot.js"), damaged);
}
