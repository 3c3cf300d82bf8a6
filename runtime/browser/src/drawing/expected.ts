/** What a task expects whose solution has drawn this. */

const TURTLE = /^turtle /;
const PLAIN_LINE = /^(line(?: \S+){4}) black 1$/;

/**
 * The drawing without its turtles. Where no line has a colour or a width of its own, lines may look anyhow.
 *
 * @example asExpected("line 0 0 50 0 black 1\nturtle 50 0 0 black\n") // "line 0 0 50 0\n"
 */
export function asExpected(drawing: string): string {
  const things = drawing.split("\n").filter((line) => line && !TURTLE.test(line));
  const plain = things.every((line) => !line.startsWith("line ") || PLAIN_LINE.test(line));
  return things.map((line) => `${plain ? line.replace(PLAIN_LINE, "$1") : line}\n`).join("");
}
