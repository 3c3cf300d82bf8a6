/**
 * Measures what the README promises and writes benchmarks/results.md. Run by `python3 dev.py bench`.
 *
 * Knapsack and stock Pyodide take turns in one run, so their ratio holds on any machine.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { BROWSERS, type BrowserKind } from "../tests/e2e/browsers.ts";
import { serveFolder } from "../tests/e2e/server.ts";
import { HOSTILE, writeCourse } from "./course.ts";
import { describeMachine } from "./machine.ts";
import { type Judging, judge, openLesson, openStock, pageWeights } from "./measure.ts";
import { type Row, render } from "./results.ts";

const ROOT = path.join(import.meta.dirname, "..");
const ROUNDS = 11;
const LANGUAGES = ["en", "ru"];
const MEGABYTE = 1_000_000;

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function folderSize(folder: string): number {
  return readdirSync(folder, { recursive: true })
    .map((name) => statSync(path.join(folder, String(name))))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

function build(courses: string, out: string): void {
  execFileSync("knapsack", ["build", "--courses", courses, "--out", out], { stdio: "inherit" });
}

async function start(kind: BrowserKind, site: string, stock: string): Promise<Row[]> {
  const cold: number[] = [];
  const second: number[] = [];
  const reference: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    reference.push(await openStock(kind, stock));
    const ours = await openLesson(kind, site);
    cold.push(ours.cold);
    second.push(ours.second);
    console.log(
      `${kind} round ${round + 1}: stock ${reference.at(-1)} ms, ours ${ours.cold} ms, second ${ours.second} ms`,
    );
  }
  const name = (what: string): string => `${what}, ${kind}`;
  return [
    {
      what: name("stock Pyodide over http, cold browser, to the first line"),
      value: median(reference),
      unit: "ms",
    },
    {
      what: name("lesson from file://, cold browser, to the first line"),
      value: median(cold),
      unit: "ms",
      most: 2500,
    },
    { what: name("of stock"), value: median(cold) / median(reference), unit: "", most: 0.25 },
    {
      what: name("second lesson in the same tab, to the first line"),
      value: median(second),
      unit: "ms",
      most: 300,
    },
  ];
}

function judgingRows(kind: BrowserKind, { twenty, hostile }: Judging): Row[] {
  const rows: Row[] = [
    { what: `20 trivial tests, ${kind}`, value: twenty.verdict_ms, unit: "ms", most: 1000 },
    {
      what: `a test with everything around it, ${kind}`,
      value: twenty.verdict_ms / 20,
      unit: "ms",
      most: 30,
    },
  ];
  for (const { id, verdict, code } of HOSTILE) {
    const judged = hostile[id];
    if (!judged) continue;
    const shown = `\`${code.split("\n").join("; ").slice(0, 60)}\`, ${kind}`;
    const right = judged.verdict === verdict;
    const most = id === "endless" ? 1150 : verdict === "TL" ? 2000 : undefined;
    rows.push({
      what: `${shown}: ${judged.verdict}${right ? "" : ` instead of ${verdict}`}`,
      value: judged.verdict_ms,
      unit: "ms",
      ...(most ? { most } : {}),
      wrong: !right,
    });
    rows.push({
      what: `${shown}: output of the next run`,
      value: judged.next_ms,
      unit: "ms",
      most: verdict === "TL" ? 100 : 1000,
    });
    rows.push({
      what: `${shown}: longest time without a frame`,
      value: judged.frozen_ms,
      unit: "ms",
      most: 500,
    });
  }
  return rows;
}

async function weightRows(site: string): Promise<Row[]> {
  const lessons = (language: string): string[] =>
    readdirSync(path.join(site, language, "python-basics"))
      .filter((name) => name.endsWith(".html") && !["index.html", "practice.html"].includes(name))
      .map((name) => `${language}/python-basics/${name}`);
  const weights = await pageWeights(site, LANGUAGES.flatMap(lessons));
  const [page, bytes] = Object.entries(weights).toSorted((a, b) => b[1] - a[1])[0] ?? ["", Number.NaN];
  return [
    {
      what: `heaviest theory page before Python is asked for (${page})`,
      value: bytes / 1000,
      unit: "KB",
      most: 400,
    },
    { what: "the bundled courses' whole site", value: folderSize(site) / MEGABYTE, unit: "MB", most: 25 },
  ];
}

const scratch = mkdtempSync(path.join(tmpdir(), "knapsack-bench-"));
try {
  const site = path.join(scratch, "site");
  writeCourse(path.join(scratch, "courses"));
  build(path.join(scratch, "courses"), site);
  const whole = path.join(scratch, "whole");
  build(path.join(ROOT, "courses"), whole);
  const stock = path.join(scratch, "stock");
  mkdirSync(stock);
  cpSync(path.join(import.meta.dirname, "stock"), stock, { recursive: true });
  const pyodide = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
  cpSync(pyodide, path.join(stock, "pyodide"), { recursive: true });

  const server = await serveFolder(stock);
  const rows: Row[] = await weightRows(whole);
  for (const kind of BROWSERS) {
    rows.push(...(await start(kind, site, server.origin)));
    rows.push(...judgingRows(kind, await judge(kind, site)));
  }
  await server.close();
  const text = render(describeMachine(), rows, ROUNDS);
  writeFileSync(path.join(import.meta.dirname, "results.md"), text);
  console.log(text);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
