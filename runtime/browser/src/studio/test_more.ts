/** The rarer things of a test, folded away below its row. */
import { h } from "../dom.ts";
import { TestFiles } from "./files_field.ts";
import { type Form, numberField, selectField, textField } from "./form.ts";
import { getAt, type Path } from "./json_path.ts";
import { peopleText } from "./texts.ts";

const RARE = ["name", "explain", "files", "tolerance"];

export interface MoreOptions {
  path: Path;
  isCall: boolean;
  open: boolean;
  toggled(open: boolean): void;
  /** Ask in the other way: with a call, or with input. */
  turn(isCall: boolean): void;
}

/** Made when it is first unfolded: a thousand tests would be a heavy page. What is used is there at once, for its faults. */
export function testMore(form: Form, options: MoreOptions): HTMLElement {
  const details = h("details", { class: "ks-more" }, h("summary", {}, form.t("studio.more")));
  const fill = (): void => {
    if (details.children.length === 1) details.append(body(form, options));
  };
  const test = getAt(form.work.document, options.path) as Record<string, unknown> | undefined;
  if (options.open || RARE.some((name) => test?.[name] !== undefined)) fill();
  details.open = options.open;
  details.addEventListener("toggle", () => {
    if (details.open) fill();
    options.toggled(details.open);
  });
  return details;
}

function body(form: Form, { path, isCall, turn }: MoreOptions): HTMLElement {
  const { t } = form;
  const kinds = ["input", "call"].map((value) => ({ value, label: t(`studio.asks_${value}`) }));
  const asks = { label: t("studio.asks"), path: [...path, "$kind"] };
  const kind = selectField(asks, kinds, isCall ? "call" : "input", (value) => turn(value === "call"));
  const name = { label: t("studio.test_name"), path: [...path, "name"], hint: t("studio.test_name_hint") };
  const tolerance = {
    label: t("studio.tolerance"),
    path: [...path, "tolerance"],
    hint: t("studio.tolerance_hint"),
  };
  const explain = { label: t("studio.explain"), path: [...path, "explain"], hint: t("studio.explain_hint") };
  return h(
    "div",
    { class: "ks-more-body" },
    h("div", { class: "ks-row" }, kind, textField(form, name)),
    isCall ? numberField(form, tolerance, "1e-9") : null,
    peopleText(form, { ...explain, rows: 2, preview: true, optional: true }),
    new TestFiles(form, [...path, "files"]).element,
  );
}
