/** Figures as a table in Markdown. */

export interface Row {
  what: string;
  value: number;
  unit: string;
  /** The largest value that keeps the promise; none where there is no promise. */
  most?: number;
  /** The program got another verdict than it must. */
  wrong?: boolean;
}

export function render(machine: string[], rows: Row[], rounds: number): string {
  const lines = rows.map(
    (row) =>
      `| ${row.what} | ${figure(row.value)} ${row.unit} | ${row.most === undefined ? "" : `≤ ${row.most} ${row.unit}`} | ${judgement(row)} |`,
  );
  return [
    "# Results",
    "",
    "Made by `python3 dev.py bench`; what each line means stands in `benchmarks/bench.ts`.",
    `Starts are medians of ${rounds} rounds in which stock Pyodide and Knapsack take turns, each in a new browser.`,
    "",
    ...machine.map((line) => `- ${line}`),
    "",
    "| What | Measured | Promised | |",
    "|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

function judgement(row: Row): string {
  if (row.wrong) return "**missed**";
  if (row.most === undefined) return "";
  return row.value <= row.most ? "kept" : "**missed**";
}

function figure(value: number): string {
  return value < 10 ? value.toFixed(2) : Math.round(value).toString();
}
