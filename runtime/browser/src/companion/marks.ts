/** The signs of the table of results: what somebody has reached in a task, by sign, colour and word. */

/** One character of `GET /classes/{id}/results/table`; capitals are the official judge's. */
export type Mark = "." | "r" | "h" | "x" | "R" | "H" | "X";

interface Look {
  sign: string;
  /** Key of the text for those who do not see the sign. */
  text: string;
  kind: "" | "right" | "half" | "wrong";
}

export const LOOKS: Record<Mark, Look> = {
  ".": { sign: "", text: "mark_none", kind: "" },
  r: { sign: "✓", text: "mark_right", kind: "right" },
  h: { sign: "½", text: "mark_half", kind: "half" },
  x: { sign: "✗", text: "mark_wrong", kind: "wrong" },
  R: { sign: "✓✓", text: "mark_right_official", kind: "right" },
  H: { sign: "½½", text: "mark_half_official", kind: "half" },
  X: { sign: "✗✗", text: "mark_wrong_official", kind: "wrong" },
};

export function isOfficial(mark: Mark): boolean {
  return mark === "R" || mark === "H" || mark === "X";
}

/**
 * The marks of a student, one for each task.
 *
 * @example marksOf("R.x") // ["R", ".", "x"]
 */
export function marksOf(marks: string): Mark[] {
  return [...marks].map((mark) => (mark in LOOKS ? (mark as Mark) : "."));
}

/** How many of these tasks are solved. */
export function solved(marks: readonly Mark[]): number {
  return marks.filter((mark) => mark === "r" || mark === "R").length;
}
