/** Makes the module in src/kernel/worker/lz4.ts from unpack.wat: `node runtime/browser/lz4/assemble.ts` prints it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import createWabt from "wabt";

const SOURCE = path.join(import.meta.dirname, "unpack.wat");

/** The module in base64. */
export async function assemble(): Promise<string> {
  const wabt = await createWabt();
  const module = wabt.parseWat(SOURCE, readFileSync(SOURCE, "utf8"), { multi_value: true });
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString("base64");
}

if (import.meta.main) console.log(await assemble());
