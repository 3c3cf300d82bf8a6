/** By which names the two halves of Python's module find each other, see splitting/split.ts. */

/** What the secondary module imports everything from that the primary one has. */
export const PRIMARY = "~primary";
/** The name by which the primary module exports the table through which the halves call each other. */
export const CALLS = "~calls";
