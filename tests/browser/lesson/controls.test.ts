import assert from "node:assert/strict";
import { test } from "node:test";
import { showControls } from "../../../runtime/browser/src/lesson/controls.ts";

const CASES: [string, string, string][] = [
  ["plain text, tabs and lines stay", "a\tb\nc", "a\tb\nc"],
  ["the colours of a terminal", "\x1b[31mred\x1b[0m", "␛[31mred␛[0m"],
  ["a line end of Windows is one", "a\r\nb", "a\nb"],
  ["a lone carriage return", "50 %\r60 %", "50 %␍60 %"],
  ["zero, bell, delete, and one from beyond ASCII", "\0\x07\x7f\x9b", "␀␇␡␦"],
  ["faces and letters of every alphabet", "Привет 🐍 é", "Привет 🐍 é"],
];

for (const [name, text, shown] of CASES) test(name, () => assert.equal(showControls(text), shown));
