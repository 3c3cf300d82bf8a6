/** The kernel's state in words, the same in the bar and beside a waiting program. */
import type { Translate } from "./messages.ts";
import type { KernelState } from "./protocol.ts";

/** @example kernelText(t, "booting", 0.4) // "Python is starting… 40 %" */
export function kernelText(t: Translate, state: KernelState, fraction: number): string {
  return t(`kernel.${state}`, { percent: Math.round(fraction * 100) });
}
