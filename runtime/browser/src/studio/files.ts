/** Files of the teacher's computer: chosen, dropped, downloaded. */
import { h } from "../dom.ts";

export const MAX_FILE = 4 * 1024 * 1024;

/** Null when none was chosen. */
export function chooseFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept: ".json,application/json", hidden: true });
    input.setAttribute("data-open", "");
    const done = (): void => {
      input.remove();
      resolve(input.files?.[0] ?? null);
    };
    input.addEventListener("change", done);
    input.addEventListener("cancel", done);
    document.body.append(input);
    input.click();
  });
}

export function droppedFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the download reads it in its own time
}
