/** Python packages of a course: on the site, offline, and as fresh for every program as Python itself. */
import assert from "node:assert/strict";
import { PACKAGES_SITE } from "./places.ts";
import { type Scenario, scenarios } from "./visit.ts";

const PLACE = "en/packaged/packages.html#task-pack";
const PACK = "import msgpack\n\nprint(msgpack.packb(int(input())).hex())";
const MODEL = "from pydantic import BaseModel\n\nclass Point(BaseModel):\n    x: int\n    y: int";

const importing: Scenario = async ({ open }) => {
  const student = await open(PLACE);
  const pack = student.task("pack");
  assert.equal(await pack.check(PACK), "OK");
  assert.equal(await pack.check("print(hex(int(input())))"), "WA");
  assert.equal(await student.task("model").check(MODEL), "OK");
  assert.equal(await pack.check(PACK), "OK", "with both packages there");
};

scenarios(
  "packages",
  { "programs import compiled packages and what these need": importing },
  { site: PACKAGES_SITE },
);

scenarios(
  "packages in programs",
  {
    "what one program does to a package, the next does not see": async ({ open }) => {
      const pack = (await open(PLACE)).task("pack");
      await pack.run("import msgpack\nmsgpack.packb = None\nprint('spoilt')");
      await pack.sees("spoilt", ".ks-console");
      assert.equal(await pack.check(PACK), "OK");
      await pack.run("import msgpack, os\nos.remove(msgpack.__file__)");
      await pack.sees("Read-only file system", ".ks-console");
    },

    "after a program that had to be ended the package is there again": async ({ open }) => {
      const pack = (await open(PLACE)).task("pack");
      await pack.run("import msgpack\nprint('going on')\nwhile True: pass");
      await pack.sees("going on", ".ks-console");
      await pack.press("Stop");
      await pack.sees("Stopped");
      assert.equal(await pack.check(PACK), "OK");
    },

    "a package that the course does not have is not found": async ({ open }) => {
      const pack = (await open(PLACE)).task("pack");
      await pack.run("import numpy");
      await pack.sees("No module named 'numpy'", ".ks-console");
    },

    "no import leads from a package to the browser": async ({ open }) => {
      const pack = (await open(PLACE)).task("pack");
      await pack.run(`import msgpack, sys
print('open:', [name for name in ('js', 'pyodide_js', 'pyodide.ffi') if sys.modules.get(name)])`);
      await pack.sees("open: []", ".ks-console");
    },
  },
  { modes: ["file"], site: PACKAGES_SITE },
);
