/**
 * Changes to Pyodide's own scripts that make it start sooner in a classic worker. They know the form that the pinned
 * version has, and throw RangeError for any other.
 */

/**
 * Pyodide refuses to start in a classic worker, the only kind that file:// has, and finds out by an exception, for
 * whose place browsers parse the whole script once more. It is told the answer instead.
 */
export function inClassicWorker(script: string): string {
  return replaced(script, 'globalThis.importScripts("data:text/javascript,"),!0', "!1");
}

const PROPERTY = /(?<=[;}])Module\["([\w$]+)"\]=\1;/g;

/** Emscripten also makes sixteen hundred properties of its own functions. Those stay that a script names as such. */
export function withoutUnusedProperties(script: string, others: string[]): string {
  const rest = [script.replace(PROPERTY, ""), ...others];
  const named = new Set(rest.flatMap((text) => text.match(/(?<=[."'])[\w$]+/g) ?? []));
  return script.replace(PROPERTY, (property, name: string) => (named.has(name) ? property : ""));
}

/**
 * Emscripten gives every export a place in the table of functions and a variable for its address, should a library
 * that is loaded later ask for it. Libraries ask by name as well, so those stay that the module itself asks for.
 */
export function withoutUnusedAddresses(script: string): string {
  const asked = "Object.fromEntries(Object.entries(origExports).filter(([name])=>name in GOT))";
  return replaced(script, "updateGOT(origExports);", `updateGOT(${asked});`);
}

/** Three hundred functions of JavaScript get one of WebAssembly around them; there is one module for each signature. */
export function withSharedWrappers(script: string): string {
  const declared = replaced(
    script,
    "var convertJsFunctionToWasm=",
    `var ${WRAPPERS}={};var convertJsFunctionToWasm=`,
  );
  const compiled = "new WebAssembly.Module(bytes);var instance=new WebAssembly.Instance(module,{e:{f:func}})";
  return replaced(declared, compiled, `${WRAPPERS}[sig]??=${compiled}`);
}

const WRAPPERS = "wrapperModules";

/**
 * At an exception V8 parses every function on the way once more to say where it was, the largest of all among them. So
 * those go that a start always meets: a JavaScript function offered to the table, a file that is not there yet.
 */
export function withoutExceptions(script: string): string {
  const wrapped = "setWasmTableEntry(ret,convertJsFunctionToWasm(func,sig))";
  const offered = replaced(script, TRY_THE_TABLE, `if(sig){${wrapped}}else{setWasmTableEntry(ret,func)}`);
  return replaced(
    offered,
    LOOK_FOR_FILE,
    `if(dir.contents&&!(name in dir.contents)){${MAY_WRITE}}${LOOK_FOR_FILE}`,
  );
}

const TRY_THE_TABLE =
  "try{setWasmTableEntry(ret,func)}catch(err){if(!(err instanceof TypeError)){throw err}" +
  "var wrapped=convertJsFunctionToWasm(func,sig);setWasmTableEntry(ret,wrapped)}";
const LOOK_FOR_FILE = "try{var node=FS.lookupNode(dir,name);return 20}catch(e){}";
const MAY_WRITE = 'return FS.nodePermissions(dir,"wx")';

/** Whether the scripts name an export, be it by the variable that Emscripten makes of it. */
export function namedIn(scripts: string[]): (name: string) => boolean {
  const words = new Set(scripts.flatMap((text) => text.match(/[\w$]+/g) ?? []));
  return (name) => words.has(name) || words.has(`_${name}`);
}

/** V8 goes over a function twice, first only to find its end, unless it stands in parentheses. */
export function compiledAtOnce(script: string): string {
  const begun = replaced(script, `async function ${FACTORY}(`, `const ${FACTORY}=(async function(`);
  return replaced(begun, `}export default ${FACTORY};`, `});export default ${FACTORY};`);
}

const FACTORY = "_createPyodideModule";
const ASSIGN = "function assignWasmExports(wasmExports){";
const ASSIGNMENT = /^([\w$]+)=Module\["\1"\]=wasmExports\["[\w$]+"\](\.value>>>0)?$/;

/**
 * Emscripten gives every one of five thousand exports a variable and a property, a third of the script. Only those
 * stay that a script names: `others` are the scripts beside this one.
 */
export function withoutUnusedExports(script: string, others: string[]): string {
  const start = indexOf(script, ASSIGN) + ASSIGN.length;
  const end = script.indexOf("}", start);
  const assignments = script.slice(start, end).split(";");
  const first = indexOf(script, `var ${assignedTo(assignments[0] ?? "")},`) + "var ".length;
  const last = script.indexOf(";", first);
  const [before, between, after] = [script.slice(0, first), script.slice(last, start), script.slice(end)];
  const used = new Set([before, between, after, ...others].flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const exported = new Set(assignments.filter((text) => ASSIGNMENT.test(text)).map(assignedTo));
  const isKept = (name: string): boolean => used.has(name) || !exported.has(name);
  const variables = script.slice(first, last).split(",").filter(isKept);
  const kept = assignments.filter((assignment) => isKept(assignedTo(assignment)));
  return [before, variables.join(","), between, kept.join(";"), after].join("");
}

/** The variable that an export goes to; not a name for what is no plain assignment. */
function assignedTo(assignment: string): string {
  return ASSIGNMENT.exec(assignment)?.[1] ?? assignment;
}

function replaced(script: string, old: string, by: string): string {
  const at = indexOf(script, old);
  if (script.includes(old, at + 1)) throw new RangeError(`Pyodide has more than one ${old}`);
  return script.slice(0, at) + by + script.slice(at + old.length);
}

function indexOf(script: string, part: string): number {
  const at = script.indexOf(part);
  if (at < 0) throw new RangeError(`Pyodide's script has no ${part}`);
  return at;
}
