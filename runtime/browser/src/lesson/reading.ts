/** A lesson is opened when it is there, and read when its theory's end has been seen. */
import { h } from "../dom.ts";
import type { Link } from "./link.ts";

export function followReading(link: Link, course: string, lesson: string, theory: HTMLElement | null): void {
  link.send({ type: "lesson", course, lesson, state: "opened" });
  const read = (): void => link.send({ type: "lesson", course, lesson, state: "read" });
  if (theory) whenEndSeen(theory, read);
  else read();
}

function whenEndSeen(theory: HTMLElement, seen: () => void): void {
  const end = h("div", { class: "ks-end", "aria-hidden": "true" });
  theory.append(end);
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    seen();
  });
  observer.observe(end);
}
