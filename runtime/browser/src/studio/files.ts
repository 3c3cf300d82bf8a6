/** Files of the teacher's computer: chosen or dropped. */
import { h } from "../dom.ts";

export const MAX_FILE = 4 * 1024 * 1024;

/** The browser's own field for choosing a file, which a button of ours opens. */
export function fileField(take: (file: File) => void): HTMLInputElement {
  const input = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // the same file may be chosen again
    if (file) take(file);
  });
  return input;
}

export function droppedFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
