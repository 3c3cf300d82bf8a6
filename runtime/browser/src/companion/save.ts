/** Lets the browser keep a text as a file. */
import { h } from "../dom.ts";

const LONG_ENOUGH_MS = 60_000;
/** Without it Excel takes a file for one in the computer's own code page. */
const BYTE_ORDER_MARK = "\ufeff";

export function saveCsv(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, csv], { type: "text/csv" }));
  h("a", { href: url, download: `${fileName(name)}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH_MS);
}

/**
 * A name of a file that every system takes.
 *
 * @example fileName("7A: IT/2") // "7A- IT-2"
 */
export function fileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no system takes them
  return name.replace(/[\x00-\x1f<>:"/\\|?*]/g, "-").replace(/^\.+|[. ]+$/g, "") || "results";
}
