/** Many tests at once, from a spreadsheet or a list. */
import type { Json } from "../guards.ts";

const ARROW = /\s*(?:=>|->|→)\s*/;

/**
 * Tests in the text: two columns as spreadsheets copy them (a tab between, cells of several lines in quotes), or lines
 * such as `2 3 -> 5`. A first column like `add(2, 3)` is a call when `calls`.
 *
 * @example parseTests("2 3\t5\n1 1\t2", false) // [{input: "2 3", expected: "5"}, {input: "1 1", expected: "2"}]
 */
export function parseTests(text: string, calls: boolean): Json[] {
  const rows = text.includes("\t") ? parseTable(text) : parseLines(text);
  return rows
    .filter((cells) => cells.length > 1 && cells.some((cell) => cell.trim()))
    .map(([question = "", expected = ""]) =>
      calls ? { call: question, expected } : { input: question, expected },
    );
}

function parseLines(text: string): string[][] {
  return text.split(/\r?\n/).map((line) => {
    const [, before, after] = /^(.*?)\s*(?:=>|->|→)\s*(.*)$/.exec(line) ?? [];
    return before === undefined || after === undefined || !ARROW.test(line)
      ? []
      : [before.trim(), after.trim()];
  });
}

/** Tab-separated values: a cell in quotes may hold tabs, line ends and, doubled, quotes. */
function parseTable(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r?\n|$)/g,
  )) {
    rows
      .at(-1)
      ?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"').replaceAll("\r\n", "\n"));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows;
}
