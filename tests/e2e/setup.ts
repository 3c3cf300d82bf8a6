/** Runs once before all browser tests: builds the sites that they open. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { packedScript, unpackedScript } from "../../runtime/browser/packing.ts";
import { NO_SNAPSHOT_SITE, NO_SUSPENSION_SITE, OLD_SNAPSHOT_SITE, RESULTS, SITE } from "./places.ts";

export function globalSetup(): void {
  rmSync(RESULTS, { recursive: true, force: true });
  const courses = path.join(import.meta.dirname, "..", "fixtures", "courses");
  execFileSync("knapsack", ["build", "--courses", courses, "--out", SITE], { stdio: "inherit" });
  variant(OLD_SNAPSHOT_SITE, "snapshot", () => Buffer.from("not a snapshot of this build"));
  cpSync(SITE, NO_SNAPSHOT_SITE, { recursive: true });
  rmSync(path.join(NO_SNAPSHOT_SITE, "assets", "knapsack", "kernel", "snapshot.js"));
  variant(NO_SUSPENSION_SITE, "worker", (source) =>
    Buffer.concat([Buffer.from("delete WebAssembly.Suspending;delete WebAssembly.promising;\n"), source]),
  );
}

/** A copy of the site with one part of the kernel changed. */
function variant(site: string, part: string, change: (bytes: Buffer) => Buffer): void {
  cpSync(SITE, site, { recursive: true });
  const file = path.join(site, "assets", "knapsack", "kernel", `${part}.js`);
  writeFileSync(file, packedScript(part, change(unpackedScript(readFileSync(file, "utf8")))));
}
