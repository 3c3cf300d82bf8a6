/** Asks axe-core what keeps people out of a page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Frame } from "puppeteer-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

/** What axe-core finds wrong, of what keeps people out. */
export async function seriousFindings(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  const violations = (await frame.evaluate(
    "axe.run(document, { iframes: false, preload: false, resultTypes: ['violations'] }).then((result) => result.violations)",
  )) as Finding[];
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
