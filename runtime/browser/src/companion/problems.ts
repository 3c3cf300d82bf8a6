/** What is wrong with courses: each with its file, and the place in it as a JSON pointer. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";

export interface Problem {
  file: string;
  pointer: string;
  message: string;
  severity: "error" | "warning";
}

export function drawProblems(list: HTMLElement, problems: Problem[], t: Translate): void {
  const rows = problems.map(({ file, pointer, message, severity }) => {
    const place = pointer ? `${file}#${pointer}` : file;
    return h(
      "li",
      { "data-severity": severity },
      h("strong", {}, t(severity === "error" ? "problem_error" : "problem_warning")),
      " ",
      place ? h("code", {}, place) : null,
      h("span", { class: "message", lang: "en" }, message),
    );
  });
  list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
}
