/** Numbers as people of the page's language write them. */

/** @example seconds(1234, "en") // "1.2 s" */
export function seconds(milliseconds: number, language: string): string {
  const amount = milliseconds / 1000;
  const digits = amount < 0.1 ? 2 : 1;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: "second",
    unitDisplay: language === "en" ? "narrow" : "short",
    maximumFractionDigits: digits,
  }).format(amount);
}

/** @example decimal(0.5, "ru") // "0,5" */
export function decimal(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
}
