/** Collects the licences of all packages that end up in the bundles: every copy of them must carry these texts. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const TEXT = /^(licen[cs]e|copying|notice)([.-](md|txt|mpl))?$/i;
const LINE = `\n${"=".repeat(80)}\n\n`;

/** Packages that name the MIT licence but do not bring its text. */
const MIT: Record<string, string> = {
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

interface Manifest {
  name: string;
  version: string;
  license?: string;
}

/**
 * Writes the licences of the packages that the inputs of bundles lie in to `file`, each text once. Throws when a
 * package has none.
 *
 * @example writeNotices(Object.keys(metafile.inputs), "dist/licences.txt")
 */
export function writeNotices(inputs: string[], file: string): void {
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []));
  const packages = new Map<string, Set<string>>();
  for (const folder of [...folders].sort()) {
    const manifest: Manifest = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
    const text = licenceText(folder, manifest.name);
    packages.set(text, (packages.get(text) ?? new Set()).add(title(manifest)));
  }
  writeFileSync(file, [...packages].map(([text, names]) => `${[...names].join("\n")}\n\n${text}`).join(LINE));
}

function title({ name, version, license }: Manifest): string {
  return `${name} ${version}${license ? ` (${license})` : ""}`;
}

function licenceText(folder: string, name: string): string {
  const files = readdirSync(folder).filter((each) => TEXT.test(each));
  if (files.length > 0)
    return files
      .sort()
      .map((each) => plainText(path.join(folder, each)))
      .join("\n");
  const copyright = MIT[name];
  if (copyright) return `${copyright}\n\n${MIT_TEXT}`;
  throw new Error(`${name} has no licence text; find out what it is and add it to notices.ts`);
}

function plainText(file: string): string {
  return `${readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim()}\n`;
}
