/** How fast a drawing is drawn in front of the student. */

/** All that waits is drawn within this time, however much it is. */
export const LONGEST_MS = 3000;
const ONE_MS = 250;
/** When that time is over, and the program still draws. */
const CATCH_UP_MS = 30;

/**
 * How many of the things that wait are drawn in the next `passed` milliseconds; the last of them in part.
 *
 * @param left milliseconds until all should be there.
 * @example due(4, 125, 3000) // 0.5
 */
export function due(waiting: number, passed: number, left: number): number {
  const each = Math.min(ONE_MS, Math.max(left, CATCH_UP_MS) / Math.max(waiting, 1));
  return Math.min(waiting, passed / each);
}
