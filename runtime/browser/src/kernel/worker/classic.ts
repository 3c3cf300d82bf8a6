/** Pyodide refuses to start where importScripts works, its sign of a classic worker; this is imported before it. */
Object.assign(globalThis, {
  importScripts: () => {
    throw new TypeError("importScripts is not available here");
  },
});
