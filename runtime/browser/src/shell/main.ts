/** Entry of `shell.js`. */

import { v7 as uuid } from "uuid";
import { find } from "../dom.ts";
import { createKernel } from "../kernel/index.ts";
import { type Kernel, wake } from "../kernel/kernel.ts";
import { Packages } from "../kernel/packages.ts";
import { translator } from "../messages.ts";
import { loadPacked } from "../packed.ts";
import { languageOf, type Place, parsePlace } from "../places.ts";
import { ProgressLog } from "../progress/log.ts";
import { type Settings, Store } from "../progress/store.ts";
import { joinSchool } from "./companion.ts";
import { type Config, readConfig } from "./config.ts";
import { Frame } from "./frame.ts";
import { answerHellos } from "./handshake.ts";
import { Memory, rememberedScheme } from "./memory.ts";
import { People } from "./people.ts";
import { Shell } from "./shell.ts";
import { choosePlace } from "./start.ts";

const script = document.currentScript as HTMLScriptElement; // gone once the first await is over

/** Python's, before the page that it is for. */
const HEAD_START_MS = 400;

function main(): void {
  const config = readConfig(document.documentElement);
  const packages = new Packages(config.packages, async (name) =>
    (await loadPacked(new URL("../packages/", script.src).href, `${name}.whl`))(),
  );
  const kernel = createKernel({ base: new URL("kernel/", script.src).href, packages });
  const frame = new Frame(find<HTMLIFrameElement>("#ks-frame"), config.languages);
  const addressed = parsePlace(location.hash, config.languages);
  if (addressed) {
    frame.tint(rememberedScheme(config.site));
    // What is kept on the device takes its time, and the page as well.
    if (addressed.fragment.startsWith("task")) void openWithPython(kernel, frame, addressed);
    else frame.open(addressed);
  }
  const shell = openShell(config, kernel, frame, addressed !== null);
  answerHellos(frame.element, (port, hello) => void shell.then((opened) => opened.welcome(port, hello)));
}

/**
 * Whoever comes back to a task will want Python; lessons wait for idle time. Its files are in the way of the page that is
 * drawn meanwhile, and the page in theirs, but a slow stick must not keep the page waiting.
 */
async function openWithPython(kernel: Kernel, frame: Frame, place: Place): Promise<void> {
  wake(kernel);
  await Promise.race([kernel.loaded(), new Promise((resolve) => setTimeout(resolve, HEAD_START_MS))]);
  frame.open(place);
}

/** Everything around the pages, once it is known what was kept; without an address it also chooses the page. */
async function openShell(config: Config, kernel: Kernel, frame: Frame, isOpen: boolean): Promise<Shell> {
  const { store, settings, failure } = await openStore(config.site);
  const memory = new Memory(config.site, store, settings);
  const log = await openLog(config.site, store, memory, failure);
  const school = await joinSchool(config, log);
  const learner = school?.learner?.id ?? memory.get("learner");
  const last = learner === undefined ? undefined : memory.get(`place.${learner}`);
  const place = choosePlace(location.hash, last, navigator.languages, config.languages);
  document.documentElement.lang = languageOf(place);
  const t = translator(languageOf(place), config.texts);
  const people = new People(log, learner, t("learner.guest"), school?.accounts);
  if (school?.learner) people.become(school.learner);
  const shell = new Shell({ config, kernel, log, people, memory, frame, header: find("#ks-bar"), school });
  frame.tint(memory.scheme);
  if (place.fragment.startsWith("task")) shell.wake();
  if (!isOpen) frame.open(place);
  if (log.failure) log.onfailure(log.failure);
  shell.askWhoLearns();
  document.addEventListener("visibilitychange", () => void log.refresh());
  if (store) void navigator.storage?.persist?.();
  return shell;
}

interface Opened {
  store: Store | null;
  settings: Partial<Settings>;
  failure: unknown;
}

/** Without a store the lessons still work, and the learner is told. */
async function openStore(site: string): Promise<Opened> {
  try {
    const store = await Store.open(site);
    return { store, settings: await store.settings(), failure: null };
  } catch (failure) {
    return { store: null, settings: {}, failure }; // any refusal of the browser's: private window, policy, broken disk
  }
}

async function openLog(
  site: string,
  store: Store | null,
  memory: Memory,
  failure: unknown,
): Promise<ProgressLog> {
  const device = memory.get("device") ?? uuid();
  memory.set("device", device);
  const log = new ProgressLog(site, device, store, failure);
  await log.refresh();
  await log.settleAll(); // code left open by a crash
  return log;
}

main();
