/** Ends the callbacks that a program leaves in the event loop together with the program. */
import type { Pyodide } from "./pyodide.ts";

export class Callbacks {
  #generation = 0;

  /** Call before Python imports its event loop, which takes a reference of its own. */
  guard(pyodide: Pyodide): void {
    const { scheduleCallback } = pyodide._api;
    pyodide._api.scheduleCallback = (callback, milliseconds) => {
      const generation = this.#generation;
      scheduleCallback(() => {
        if (generation === this.#generation) callback();
      }, milliseconds);
    };
  }

  /** What was scheduled until now belongs to memory that is about to be put back. */
  drop(): void {
    this.#generation += 1;
  }
}
