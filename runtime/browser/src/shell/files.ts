/** Progress to a file and back. */
import { h } from "../dom.ts";
import type { ProgressLog } from "../progress/log.ts";
import {
  formatSaveFile,
  MAX_BYTES,
  parseSaveFile,
  SaveFileError,
  saveFileName,
} from "../progress/savefile.ts";

/** Download everything that is known of every learner on this computer, or of `only` one; returns the file's name. */
export async function saveToFile(log: ProgressLog, learner: string, only?: string): Promise<string> {
  await log.settleAll();
  const events = log.events().filter((event) => only === undefined || event.learner === only);
  const content = new Blob([formatSaveFile(events)], { type: "application/json" });
  const url = URL.createObjectURL(content);
  const name = saveFileName(learner, new Date());
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download reads it in its own time
  return name;
}

/** Take a save file in; returns how many of its events were new. Raises SaveFileError and changes nothing otherwise. */
export async function loadFromFile(log: ProgressLog, file: File): Promise<number> {
  if (file.size > MAX_BYTES) throw new SaveFileError("too_big");
  const events = parseSaveFile(await file.text());
  await log.settleAll();
  return log.merge(events);
}
