/** Numbers as people of the page's language write them. */
import type { Translate } from "../messages.ts";

/**
 * How long something took: milliseconds below a tenth of a second, else seconds.
 *
 * @example duration(1234, t, "en") // "1.2 s"
 */
export function duration(milliseconds: number, t: Translate, language: string): string {
  if (milliseconds < 100) return t("run.milliseconds", { amount: Math.ceil(milliseconds) });
  return t("run.seconds", { amount: decimal(Math.round(milliseconds / 100) / 10, language) });
}

/** @example decimal(0.5, "ru") // "0,5" */
export function decimal(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}
