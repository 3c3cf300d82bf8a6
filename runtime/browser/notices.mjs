/** Collects the licences of all packages that end up in the bundles: every copy of them must carry these texts. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const TEXT = /^(licen[cs]e|copying|notice)([.-](md|txt|mpl))?$/i;
const LINE = `\n${"=".repeat(80)}\n\n`;

/** Packages that name their licence but do not bring its text. */
const MIT = {
  "@cfworker/json-schema": "Copyright (c) 2020 Jeremy Danyow",
};
const MIT_TEXT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

/** Writes the licences of the packages that the inputs of bundles lie in to `file`, each text once. */
export function writeNotices(inputs, file) {
  const folders = new Set(inputs.flatMap((input) => input.match(PACKAGE) ?? []));
  const packages = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const text = licenceText(folder, name);
    const named = `${name} ${version}${license ? ` (${license})` : ""}`;
    packages.set(text, [...(packages.get(text) ?? []), named]);
  }
  const parts = [...packages].map(([text, names]) => `${[...new Set(names)].join("\n")}\n\n${text}`);
  writeFileSync(file, parts.join(LINE));
}

function licenceText(folder, name) {
  const files = readdirSync(folder).filter((each) => TEXT.test(each));
  if (files.length > 0)
    return files
      .sort()
      .map((each) => `${readFileSync(path.join(folder, each), "utf8").replaceAll("\r\n", "\n").trim()}\n`)
      .join("\n");
  if (name in MIT) return `${MIT[name]}\n\n${MIT_TEXT}`;
  throw new Error(`${name} has no licence text; find out what it is and add it to notices.mjs`);
}
