/** Rules that only Python can judge: calls, values, patterns and expressions must be ones that it understands. */
import type { Json } from "../guards.ts";
import type { Fault } from "./faults.ts";
import { getAt, listAt, type Path, pointerOf, textAt } from "./json_path.ts";
import { taskToJudge } from "./judge_task.ts";

interface Piece {
  path: Path;
  kind: "expression" | "value" | "pattern";
  text: string;
}

/** Reads [kind, text] pairs and prints what is wrong with each, null for nothing; as `builder/validate/task.py` decides. */
export const PYTHON_RULES = `
import ast, json, re, sys, warnings
warnings.simplefilter("ignore")

def fault(kind, text):
    try:
        if kind == "pattern":
            re.compile(text)
        elif kind == "value":
            ast.literal_eval(text.strip())
        else:
            compile(text.strip(), "code", "eval", dont_inherit=True)
    except SyntaxError as error:
        return str(error.msg)
    except (ValueError, TypeError, MemoryError, RecursionError, OverflowError, re.error) as error:
        return str(error) or type(error).__name__

print(json.dumps([fault(kind, text) for kind, text in json.loads(sys.stdin.read())]))
`;

/** What the program above is to read, and what its answer says about the document. */
export function pythonQuestions(document: Json): { input: string; read: (output: string) => Fault[] } {
  const pieces = piecesOf(document);
  const read = (output: string): Fault[] => {
    const reasons = JSON.parse(output) as (string | null)[];
    return pieces.flatMap(({ path, kind }, index) => {
      const reason = reasons[index];
      return reason ? [{ pointer: pointerOf(path), key: kind, values: { reason }, mild: false }] : [];
    });
  };
  return { input: JSON.stringify(pieces.map(({ kind, text }) => [kind, text])), read };
}

function piecesOf(document: Json): Piece[] {
  const { type } = taskToJudge(document).checker;
  const pieces = listAt(document, ["tests"]).flatMap((test, index): Piece[] => {
    const path: Path = ["tests", index];
    const expected = { path: [...path, "expected"], text: textAt(test, ["expected"]) };
    if (getAt(test, ["call"]) === undefined)
      return type === "regex" ? [{ ...expected, kind: "pattern" }] : [];
    const call: Piece = { path: [...path, "call"], kind: "expression", text: textAt(test, ["call"]) };
    return [call, { ...expected, kind: "value" }];
  });
  const expression = textAt(document, ["checker", "expr"]);
  if (type === "python_expr" && expression)
    pieces.push({ path: ["checker", "expr"], kind: "expression", text: expression });
  return pieces.filter(({ text }) => text.trim() !== ""); // what is empty is told already
}
