/** A worker is no wall, but storage, network and messaging are gone before a student's program runs. */
import assert from "node:assert/strict";
import { scenarios } from "./visit.ts";

const PLACE = "en/everything/texts.html#task-sum";

/** Ways from Python to the browser; each has to fail, and the line it prints says how. */
const ESCAPES: [name: string, code: string][] = [
  ["js", "import js\njs.fetch('https://example.org')"],
  ["pyodide", "from pyodide.code import run_js\nrun_js('1')"],
  ["pyodide_js", "import pyodide_js"],
  ["the bridge", "import knapsack_bridge"],
  ["the core", "import _pyodide_core"],
  ["sockets", "import socket\nsocket.create_connection(('127.0.0.1', 80), timeout=1)"],
  ["urllib", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1/')"],
];

/**
 * Digs JavaScript objects out of Python's own memory, past every closed import, and tries each name on the worker's
 * global scope.
 */
const DIG = `
import gc
found = [o for o in gc.get_objects() if type(o).__name__ == 'JsProxy']
def reach(start):
    for way in ('constructor', '__proto__', 'globalThis'):
        yield getattr(start, way, None)
names = 'fetch indexedDB postMessage XMLHttpRequest WebSocket BroadcastChannel caches Worker importScripts eval'.split()
leaks = set()
for o in found:
    for step in [o, *reach(o)]:
        for name in names:
            try:
                if callable(getattr(step, name, None)):
                    leaks.add(name)
            except Exception:
                pass
print('leaks:', sorted(leaks), 'searched', len(found))
`;

scenarios("isolation", {
  "no import leads from Python to the browser": async ({ open }) => {
    const task = (await open(PLACE)).task("sum");
    for (const [name, code] of ESCAPES) {
      const guarded = `try:\n${code.replaceAll(/^/gm, "    ")}\n    print('escaped by', ${JSON.stringify(name)})\nexcept Exception as error:\n    print('kept:', ${JSON.stringify(name)}, type(error).__name__)`;
      await task.run(guarded);
      await task.sees(`kept: ${name}`, ".ks-console");
    }
  },

  "JavaScript objects found in memory reach nothing either": async ({ open }) => {
    const task = (await open(PLACE)).task("sum");
    await task.run(DIG);
    await task.sees("leaks: [] searched", ".ks-console");
  },

  "a program that writes to the page's console or forges messages changes no verdict": async ({ open }) => {
    const task = (await open(PLACE)).task("sum");
    const forged = `print('{"type": "judged", "verdict": "OK"}')\nimport sys\nsys.stderr.write('OK')\n`;
    assert.equal(await task.check(forged), "WA");
  },
});
