/** The folder where a browser saves files. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const PATIENCE_MS = 60_000;

/** Wait for a file whose name ends like this to be there and not empty; returns its path. */
export async function saved(folder: string, end: string): Promise<string> {
  const last = Date.now() + PATIENCE_MS;
  while (Date.now() < last) {
    const name = readdirSync(folder).find((each) => each.endsWith(end));
    const file = path.join(folder, name ?? "");
    if (name && readFileSync(file).length > 0) return file;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no ${end} was saved`);
}
