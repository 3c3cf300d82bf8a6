/** Where browser tests find the built sites and leave their evidence. */
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..", "..");
export const RESULTS = path.join(ROOT, "test-results");
/** The course with every kind of task, question and text. */
export const SITE = path.join(RESULTS, "site");
/** A course whose programs import packages. */
export const PACKAGES_SITE = path.join(RESULTS, "packages-site");
/** The same without one of these. */
export const NO_WHEEL_SITE = path.join(RESULTS, "no-wheel-site");
/** The first with a snapshot that this build of Pyodide has to refuse. */
export const OLD_SNAPSHOT_SITE = path.join(RESULTS, "old-snapshot-site");
/** The same without any snapshot. */
export const NO_SNAPSHOT_SITE = path.join(RESULTS, "no-snapshot-site");
/** The same without the half of Python that a start does not call. */
export const NO_SECONDARY_SITE = path.join(RESULTS, "no-secondary-site");
/** The same in a browser from before WebAssembly could be suspended. */
export const NO_SUSPENSION_SITE = path.join(RESULTS, "no-suspension-site");
