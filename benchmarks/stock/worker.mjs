// Pyodide as its documentation starts it, in a module worker.
import { loadPyodide } from "/pyodide/pyodide.mjs";

const pyodide = await loadPyodide({ indexURL: "/pyodide/", stdout: (line) => postMessage(line) });
pyodide.runPython('print("first-line")');
