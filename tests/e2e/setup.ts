/** Runs once before all browser tests: builds the sites that they open. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pack } from "../../runtime/browser/lz4/compress.ts";
import { carriedText, carrierScript, textScript } from "../../runtime/browser/packing.ts";
import {
  NO_SECONDARY_SITE,
  NO_SNAPSHOT_SITE,
  NO_SUSPENSION_SITE,
  NO_WHEEL_SITE,
  OLD_SNAPSHOT_SITE,
  PACKAGES_SITE,
  RESULTS,
  SITE,
} from "./places.ts";

export function globalSetup(): void {
  rmSync(RESULTS, { recursive: true, force: true });
  build("courses", SITE);
  build("packaged", PACKAGES_SITE, "--wheels", path.join(import.meta.dirname, "..", "..", ".wheels"));
  cpSync(PACKAGES_SITE, NO_WHEEL_SITE, { recursive: true });
  rmSync(path.join(NO_WHEEL_SITE, "assets", "packages", "msgpack.whl.js"));
  const old = pack(Buffer.from("a snapshot of some other build, with another digest"));
  variant(OLD_SNAPSHOT_SITE, "snapshot", () => carrierScript("snapshot", old));
  cpSync(SITE, NO_SNAPSHOT_SITE, { recursive: true });
  rmSync(path.join(NO_SNAPSHOT_SITE, "assets", "knapsack", "kernel", "snapshot.js"));
  cpSync(SITE, NO_SECONDARY_SITE, { recursive: true });
  rmSync(path.join(NO_SECONDARY_SITE, "assets", "knapsack", "kernel", "secondary.js"));
  variant(NO_SUSPENSION_SITE, "worker", (script) =>
    textScript("worker", withoutSuspension(carriedText(script))),
  );
}

function build(courses: string, site: string, ...options: string[]): void {
  const folder = path.join(import.meta.dirname, "..", "fixtures", courses);
  execFileSync("knapsack", ["build", "--courses", folder, "--out", site, ...options], { stdio: "inherit" });
}

function withoutSuspension(source: string): string {
  return `delete WebAssembly.Suspending;delete WebAssembly.promising;\n${source}`;
}

/** A copy of the site with another script for one part of the kernel. */
function variant(site: string, part: string, change: (script: string) => string): void {
  cpSync(SITE, site, { recursive: true });
  const file = path.join(site, "assets", "knapsack", "kernel", `${part}.js`);
  writeFileSync(file, change(readFileSync(file, "utf8")));
}
