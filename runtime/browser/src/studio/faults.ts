/** What is wrong with a document: the schemas' word, then the rules that a schema cannot say. */
import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import quizSchema from "../../../../schemas/quiz.schema.json" with { type: "json" };
import taskSchema from "../../../../schemas/task.schema.json" with { type: "json" };
import { isRecord, type Json } from "../guards.ts";
import { getAt, type Path } from "./json_path.ts";
import { brokenRules } from "./rules.ts";
import type { Kind } from "./work.ts";

export interface Fault {
  /** JSON pointer of the field concerned. */
  pointer: string;
  /** Names the sentence: `studio.fault_KEY`. */
  key: string;
  values: Record<string, string | number>;
  /** Advice: the file can be used as it is. */
  mild: boolean;
}

const SCHEMAS: Record<Kind, Json> = { task: taskSchema, quiz: quizSchema };
const VALIDATORS: Record<Kind, Validator> = {
  task: new Validator(taskSchema as Schema, "7", false),
  quiz: new Validator(quizSchema as Schema, "7", false),
};
/** What may be missing because it stands in a file beside the task's own. */
const BESIDE = new Set(["no_tests", "all_private", "no_private", "no_solution", "no_wrong"]);
/** Errors that only say that there is one further inside. */
const OUTER = new Set(["properties", "$ref", "items", "allOf", "if", "additionalProperties"]);

/**
 * Every fault, those of the schema first. With `hasFolder` parts of the task may stand in files beside it.
 *
 * @example findFaults("quiz", {id: "q", title: "", questions: []})[0] // {pointer: "/title", key: "empty", …}
 */
export function findFaults(kind: Kind, document: Json, hasFolder = false): Fault[] {
  const errors = preciseErrors(VALIDATORS[kind].validate(document).errors);
  const faults = errors.flatMap((error) => explain(SCHEMAS[kind], document, error));
  const rules = brokenRules(kind, document).filter(({ key }) => !hasFolder || !BESIDE.has(key));
  const all = [...faults, ...rules];
  const seen = new Set<string>();
  return all.filter(({ pointer, mild }) => {
    if (seen.has(pointer)) return false; // one sentence a field: the first is the cause
    if (!mild) seen.add(pointer);
    return true;
  });
}

/** The fields that a document of this kind may have at its top, in the order they are best read. */
export function fieldsOf(kind: Kind): string[] {
  return Object.keys(SCHEMAS[kind]["properties"] as Json);
}

/** Where several forms are allowed, the errors of the one that the author seems to have meant. */
function preciseErrors(errors: OutputUnit[]): OutputUnit[] {
  let rest = errors;
  for (const choice of errors.filter(({ keyword }) => keyword === "anyOf")) {
    const inside = rest.filter((error) => error.keywordLocation.startsWith(`${choice.keywordLocation}/`));
    const own = inside.filter((error) => error.instanceLocation.startsWith(choice.instanceLocation));
    if (own.length === 0) continue; // inside a form that nobody meant
    const branch = (error: OutputUnit): string =>
      error.keywordLocation.slice(choice.keywordLocation.length + 1).split("/")[0] ?? "";
    const refused = new Set(
      own
        .filter(
          ({ keyword, instanceLocation }) =>
            keyword === "type" && instanceLocation === choice.instanceLocation,
        )
        .map(branch),
    );
    const meant = own.map(branch).find((name) => !refused.has(name));
    rest = rest.filter((error) => !own.includes(error) || branch(error) === meant);
    rest = rest.filter((error) => error !== choice || meant === undefined);
  }
  return rest.filter(({ keyword }) => !OUTER.has(keyword));
}

function explain(schema: Json, document: Json, error: OutputUnit): Fault[] {
  const pointer = decodeURI(error.instanceLocation.slice(1));
  const limit = lookUp(schema, error.keywordLocation);
  const fault = (key: string, values = {}, at = pointer): Fault => ({
    pointer: at,
    key,
    values,
    mild: false,
  });
  const number = typeof limit === "number" ? limit : 0;
  switch (error.keyword) {
    case "required": {
      const owner = getAt(document, pathOf(pointer));
      const names = Array.isArray(limit) ? limit.filter((name) => !isRecord(owner) || !(name in owner)) : [];
      return names.map((name) => fault("missing", {}, `${pointer}/${name}`));
    }
    case "false":
      return [fault("unknown", { name: pathOf(pointer).at(-1) ?? "" })];
    case "minLength":
      return [fault("empty")];
    case "maxLength":
      return [fault("long", { most: number })];
    case "minimum":
      return [fault("least", { least: number })];
    case "maximum":
      return [fault("most", { most: number })];
    case "minItems":
      return [fault("few", { least: number })];
    case "maxProperties":
      return [fault("many", { most: number })];
    case "pattern":
      return [fault(pointer.endsWith("/name") ? "name" : "id")];
    case "type":
      return [
        fault(limit === "number" || limit === "integer" ? limit : limit === "string" ? "text" : "shape"),
      ];
    case "uniqueItems":
      return [fault("twice")];
    case "enum":
      return [fault("choice")];
    default:
      return [fault("shape")];
  }
}

/** The keyword's own value in the schema. */
function lookUp(schema: Json, location: string): unknown {
  let found: unknown = schema;
  for (const step of location.slice(2).split("/")) {
    found = getAt(found, [step]);
    if (step === "$ref" && typeof found === "string") found = getAt(schema, found.slice(2).split("/"));
  }
  return found;
}

function pathOf(pointer: string): Path {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
