/** Where browser tests find the built sites and leave their evidence. */
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..", "..");
export const RESULTS = path.join(ROOT, "test-results");
/** The course with every kind of task, question and text. */
export const SITE = path.join(RESULTS, "site");
export const FALLBACK_SITE = path.join(RESULTS, "fallback-site");
