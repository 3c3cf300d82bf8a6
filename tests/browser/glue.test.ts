import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compiledAtOnce,
  inClassicWorker,
  namedIn,
  withoutDeadCode,
  withoutDevices,
  withoutExceptions,
  withoutLocalEval,
  withoutScreens,
  withoutUnusedAddresses,
  withoutUnusedExports,
  withoutUnusedProperties,
  withSharedWrappers,
} from "../../runtime/browser/glue.ts";

const SCRIPT = [
  "function before(){return _used()}var other,_x;",
  'var _first,_used,_beside,_value,_table,wasmTable;function between(){return Module["_quoted"]}',
  "function assignWasmExports(wasmExports){",
  '_first=Module["_first"]=wasmExports["first"];_used=Module["_used"]=wasmExports["used"];',
  '_beside=Module["_beside"]=wasmExports["beside"];_value=Module["_value"]=wasmExports["value"].value>>>0;',
  '_table=Module["_table"]=wasmTable=Module["wasmTable"]=wasmExports["_table"]}',
  "export default _createPyodideModule;",
].join("");

test("only exports that some script names stay, with all that is no plain export", () => {
  const slim = withoutUnusedExports(SCRIPT, ["module._beside()"]);
  assert.equal(
    slim,
    [
      "function before(){return _used()}var other,_x;",
      'var _used,_beside,_table,wasmTable;function between(){return Module["_quoted"]}',
      "function assignWasmExports(wasmExports){",
      '_used=Module["_used"]=wasmExports["used"];_beside=Module["_beside"]=wasmExports["beside"];',
      '_table=Module["_table"]=wasmTable=Module["wasmTable"]=wasmExports["_table"]}',
      "export default _createPyodideModule;",
    ].join(""),
  );
});

test("the worker is no classic one, for all that Pyodide can see", () => {
  const script = 'try{return globalThis.importScripts("data:text/javascript,"),!0}catch{}';
  assert.equal(inClassicWorker(script), "try{return !1}catch{}");
});

test("the large function stands in parentheses", () => {
  const script = "async function _createPyodideModule(a={}){return a}export default _createPyodideModule;";
  assert.equal(
    compiledAtOnce(script),
    "const _createPyodideModule=(async function(a={}){return a});export default _createPyodideModule;",
  );
});

test("code is read where no variable of the script can be seen", () => {
  assert.equal(withoutLocalEval("a=eval(b);c.eval(d);myeval(e)"), "a=(0,eval)(b);c.eval(d);myeval(e)");
});

test("what draws and sounds is no import any more, and then no code", async () => {
  const script = [
    'function _SDL_Init(){return picture}_SDL_Init.sig="ip";function _exit(){return 1}_exit.sig="vi";var picture={};',
    "var wasmImports={SDL_Init:_SDL_Init,exit:_exit,global:_exit};if(!value&&!entry.required){report()}",
  ].join("");
  const slim = withoutScreens(script);
  assert.match(slim, /wasmImports=\{exit:_exit,global:_exit\}/);
  assert.match(slim, /_exit\.sig="vi"/);
  const rest = await withoutDeadCode(`function f(value,entry,symName){${slim};return wasmImports}f();`);
  assert.match(rest, /_exit/);
  assert.doesNotMatch(rest, /SDL|picture/);
});

test("sounds, networks and scripts from texts go by their names, time and numbers stay", () => {
  const names = [
    "emscripten_set_keydown_callback_on_thread",
    "emscripten_websocket_new",
    "emscripten_async_wget",
    "emscripten_run_script",
    "_emscripten_get_last_mouse_event",
    "boxRGBA",
    "emscripten_set_timeout",
    "emscripten_math_sin",
    "emscripten_asm_const_int",
    "emscripten_promise_then",
  ];
  const script = `wasmImports={${names.map((name) => `${name}:_${name}`).join(",")}};if(!value&&!entry.required){}`;
  const left = /wasmImports=\{(.*?)\}/.exec(withoutScreens(script))?.[1]?.split(",") ?? [];
  assert.deepEqual(
    left.map((entry) => entry.split(":")[0]),
    names.slice(-4),
  );
});

test("files are in memory alone, and nothing is got ready for screens", () => {
  const ofFiles =
    'async()=>{if(typeof Browser!="undefined")Browser.init();for(a of b){}if(preloadPlugin){Browser.init();c()}};' +
    'FS.filesystems={MEMFS,IDBFS,NODEFS,WORKERFS,PROXYFS};Module["NODEFS"]=NODEFS;' +
    "if(ENVIRONMENT_IS_NODE){NODEFS.staticInit()}IDBFS.quit();d();";
  const ofScreens =
    "var requestFullscreen=Browser.requestFullscreen;var setCanvasSize=Browser.setCanvasSize;" +
    "var getUserMedia=Browser.getUserMedia;var createContext=Browser.createContext;" +
    'Module["SDL"]=SDL;registerPostMainLoop(()=>SDL.audio?.queueNewAudioData?.());Module["GL"]=GL;Module["GLctx"]=GLctx;' +
    'Module["requestAnimationFrame"]=MainLoop.requestAnimationFrame;Module["pauseMainLoop"]=MainLoop.pause;' +
    'Module["resumeMainLoop"]=MainLoop.resume;MainLoop.init();' +
    "for(var i=0;i<=288;++i){miniTempWebGLFloatBuffers[i]=miniTempWebGLFloatBuffersStorage.subarray(0,i)}" +
    "for(var i=0;i<=288;++i){miniTempWebGLIntBuffers[i]=miniTempWebGLIntBuffersStorage.subarray(0,i)}e()";
  assert.equal(
    withoutDevices(ofFiles + ofScreens),
    "async()=>{for(a of b){}if(preloadPlugin){c()}};FS.filesystems={MEMFS};d();" +
      "var requestFullscreen,setCanvasSize,getUserMedia,createContext;e()",
  );
});

test("another form of Pyodide's scripts is refused with what is missing", () => {
  assert.throws(() => withoutUnusedExports("export default 1;", []), /has no function assignWasmExports/);
  assert.throws(() => inClassicWorker(""), /importScripts/);
  assert.throws(() => compiledAtOnce(""), /_createPyodideModule/);
  assert.throws(() => withoutLocalEval(""), /eval/);
  assert.throws(() => withoutScreens(""), /wasmImports/);
  assert.throws(() => withoutDevices(""), /Browser/);
});

test("addresses are given to what the module asks for, and a signature's wrapper is compiled once", () => {
  assert.equal(
    withoutUnusedAddresses("a;updateGOT(origExports);b"),
    "a;updateGOT(Object.fromEntries(Object.entries(origExports).filter(([name])=>name in GOT)));b",
  );
  const script =
    "var convertJsFunctionToWasm=(func,sig)=>{var module=new WebAssembly.Module(bytes);" +
    "var instance=new WebAssembly.Instance(module,{e:{f:func}});return instance}";
  assert.equal(
    withSharedWrappers(script),
    "var wrapperModules={};var convertJsFunctionToWasm=(func,sig)=>{" +
      "var module=wrapperModules[sig]??=new WebAssembly.Module(bytes);" +
      "var instance=new WebAssembly.Instance(module,{e:{f:func}});return instance}",
  );
});

test("only properties that some script names stay", () => {
  const script =
    'a;Module["gone"]=gone;Module["FS"]=FS;b(Module.FS);if(c)Module["kept"]=kept;' +
    'd={}Module["quoted"]=quoted;Module["beside"]=beside;e["quoted"]';
  assert.equal(
    withoutUnusedProperties(script, ["module.beside()"]),
    script.replace('Module["gone"]=gone;', ""),
  );
});

test("what a start always meets is asked before, not thrown", () => {
  const script =
    "try{setWasmTableEntry(ret,func)}catch(err){if(!(err instanceof TypeError)){throw err}" +
    "var wrapped=convertJsFunctionToWasm(func,sig);setWasmTableEntry(ret,wrapped)}" +
    "try{var node=FS.lookupNode(dir,name);return 20}catch(e){}";
  assert.equal(
    withoutExceptions(script),
    "if(sig){setWasmTableEntry(ret,convertJsFunctionToWasm(func,sig))}else{setWasmTableEntry(ret,func)}" +
      'if(dir.contents&&!(name in dir.contents)){return FS.nodePermissions(dir,"wx")}' +
      "try{var node=FS.lookupNode(dir,name);return 20}catch(e){}",
  );
});

test("an export counts as named by its own name or by its variable's", () => {
  const isNamed = namedIn(["module._sbrk(1)", 'wasmExports["memory"]']);
  assert.deepEqual(["sbrk", "memory", "_sbrk", "brk"].map(isNamed), [true, true, true, false]);
});
