/**
 * Changes to Pyodide's own scripts that make it start sooner in a classic worker. They know the form that the pinned
 * version has, and throw RangeError for any other.
 */
import { minify } from "terser";

/**
 * Pyodide refuses to start in a classic worker, the only kind that file:// has, and finds out by an exception, for
 * whose place browsers parse the whole script once more. It is told the answer instead.
 */
export function inClassicWorker(script: string): string {
  return replaced(script, 'globalThis.importScripts("data:text/javascript,"),!0', "!1");
}

/**
 * Code that is read where it stands may name any variable, so no minifier may shorten a name, and no browser may forget
 * one. Only JavaScript inside a library that is loaded later is read so, and such a library is refused.
 */
export function withoutLocalEval(script: string): string {
  const indirect = script.replace(/(?<![.$\w])eval\(/g, "(0,eval)(");
  if (indirect === script) throw new RangeError("Pyodide's script has no eval");
  return indirect;
}

const IMPORTS = "wasmImports={";
/** By libraries that draw and play, and by words in the names of Emscripten's own functions. */
const OF_LIBRARIES = /^(SDL|IMG|Mix|TTF)_|^(_|emscripten_)?e?gl[A-Z]|(Color|RGBA|[zZ]oomSurface)$/;
const OF_SCREENS =
  /^_?emscripten_\w*(canvas|css_size|device_pixel|fullscreen|gamepad|html5|image|main_loop|motion|mouse|orientation|pointerlock|screen|SDL|set_\w+_callback|vibrate|visibility|webgl|window|battery)/;
const OF_NETWORKS = /^emscripten_\w*(load_script|run_script|websocket|wget|worker)/;
const isGone = (name: string): boolean =>
  [OF_LIBRARIES, OF_SCREENS, OF_NETWORKS].some((names) => names.test(name));
const MISSING = "if(!value&&!entry.required){";
/** Python's own module keeps a list of their addresses, for nobody; making these takes longer than all others together. */
const MISSING_OR_DRAWING = "if(!value&&(!entry.required||/^emscripten_gl[A-Z]/.test(symName))){";

/**
 * Hundreds of functions draw on a canvas, play sounds, follow the mouse and reach out to networks for libraries that are
 * loaded later. This worker has none of this, so libraries that want them are refused.
 */
export function withoutScreens(script: string): string {
  const start = indexOf(script, IMPORTS) + IMPORTS.length;
  const end = script.indexOf("}", start);
  const imports = script.slice(start, end).split(",");
  const gone = imports.filter((entry) => isGone(nameIn(entry)));
  const functions = new Set(gone.map((entry) => entry.slice(entry.indexOf(":") + 1)));
  const withoutSignatures = (part: string): string =>
    part.replace(/([\w$]+)\.sig="\w*";/g, (signature, name: string) =>
      functions.has(name) ? "" : signature,
    );
  const kept = imports.filter((entry) => !isGone(nameIn(entry))).join(",");
  const slim = withoutSignatures(script.slice(0, start)) + kept + withoutSignatures(script.slice(end));
  return replaced(slim, MISSING, MISSING_OR_DRAWING);
}

/** Where Emscripten holds on to what a worker cannot use: screens, and files that are not in memory. */
const HELD: readonly [held: string, left: string][] = [
  ['if(typeof Browser!="undefined")Browser.init();', ""],
  ["if(preloadPlugin){Browser.init();", "if(preloadPlugin){"],
  ["FS.filesystems={MEMFS,IDBFS,NODEFS,WORKERFS,PROXYFS}", "FS.filesystems={MEMFS}"],
  ['Module["NODEFS"]=NODEFS;', ""],
  ["if(ENVIRONMENT_IS_NODE){NODEFS.staticInit()}", ""],
  ["IDBFS.quit();", ""],
  [
    "var requestFullscreen=Browser.requestFullscreen;var setCanvasSize=Browser.setCanvasSize;" +
      "var getUserMedia=Browser.getUserMedia;var createContext=Browser.createContext;",
    "var requestFullscreen,setCanvasSize,getUserMedia,createContext;",
  ],
  ['Module["SDL"]=SDL;', ""],
  ["registerPostMainLoop(()=>SDL.audio?.queueNewAudioData?.());", ""],
  ['Module["GL"]=GL;Module["GLctx"]=GLctx;', ""],
  [
    'Module["requestAnimationFrame"]=MainLoop.requestAnimationFrame;' +
      'Module["pauseMainLoop"]=MainLoop.pause;Module["resumeMainLoop"]=MainLoop.resume;MainLoop.init();',
    "",
  ],
  [
    "for(var i=0;i<=288;++i){miniTempWebGLFloatBuffers[i]=miniTempWebGLFloatBuffersStorage.subarray(0,i)}",
    "",
  ],
  ["for(var i=0;i<=288;++i){miniTempWebGLIntBuffers[i]=miniTempWebGLIntBuffersStorage.subarray(0,i)}", ""],
];

/** Files are in memory alone, and nothing is got ready for screens. */
export function withoutDevices(script: string): string {
  return HELD.reduce((slim, [held, left]) => replaced(slim, held, left), script);
}

const nameIn = (entry: string): string => entry.slice(0, entry.indexOf(":"));

/** What nothing names any more goes: esbuild looks at the outermost level only. */
export async function withoutDeadCode(script: string): Promise<string> {
  const compress = { defaults: false, dead_code: true, passes: 4, side_effects: true, unused: true };
  const { code } = await minify(script, { module: true, compress, mangle: false });
  return code ?? "";
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

/** Functions of JavaScript that go into the table get one of WebAssembly around them: one module serves each signature. */
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
