/** Derives progress from the log on standard input as the browser does, and prints it. */
import { readFileSync } from "node:fs";
import { deriveProgress } from "../../../runtime/browser/src/progress/derive.ts";
import type { KnapsackEvent } from "../../../runtime/browser/src/progress/event.ts";

const logs = JSON.parse(readFileSync(0, "utf8")) as KnapsackEvent[][];
console.log(JSON.stringify(logs.map((events) => deriveProgress(events, "anna"))));
