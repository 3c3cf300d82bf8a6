/**
 * The kernel in a page of its own, for comparing the browser's verdicts with the official ones. It is opened as a
 * student opens a site, and runs programs with what a site runs them with. `runtime/sandbox/browser.py` asks it.
 */
import { loadAssets } from "../kernel/assets.ts";
import { answerTo, type OfficialAnswer, type OfficialRequest } from "../kernel/official.ts";
import { WorkerGone } from "../kernel/worker_client.ts";
import { PageSession } from "./session.ts";

declare global {
  interface Window {
    /** Both take and give JSON: it carries every string there and back, whatever Python puts into one. */
    knapsackComparing: { open(): Promise<string>; ask(request: string): Promise<string> };
  }
}

let session: PageSession;

window.knapsackComparing = {
  open: async () => JSON.stringify(await opened()),
  ask: async (request) => JSON.stringify(await answerTo(session, JSON.parse(request) as OfficialRequest)),
};

async function opened(): Promise<OfficialAnswer> {
  try {
    session = await PageSession.open(loadAssets("", () => {}));
    return { type: "ready", python: session.python };
  } catch (error) {
    // A part that is missing or damaged, as well as a Python that does not start.
    const detail = error instanceof WorkerGone ? error.message : String(error);
    return { type: "broken", detail };
  }
}
