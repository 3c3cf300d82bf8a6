import assert from "node:assert/strict";
import { test } from "node:test";
import { asExpected } from "../../../runtime/browser/src/drawing/expected.ts";
import { readDrawing, readThing, type Thing } from "../../../runtime/browser/src/drawing/text.ts";

const origin = { x: 0, y: 0 };
const READ: [string, Thing][] = [
  ["line 0 0 5.25 -7 red 3", { kind: "line", from: origin, to: { x: 5.25, y: -7 }, colour: "red", width: 3 }],
  ["line 0 0 1 2", { kind: "line", from: origin, to: { x: 1, y: 2 }, colour: "black", width: 1 }],
  ["line 0 0 1 2 #FF8800", { kind: "line", from: origin, to: { x: 1, y: 2 }, colour: "#ff8800", width: 1 }],
  [
    "fill Gold 0 0 1 0 1 1",
    { kind: "fill", colour: "gold", points: [origin, { x: 1, y: 0 }, { x: 1, y: 1 }] },
  ],
  ["fill 0 0 1 0 1 1", { kind: "fill", colour: "black", points: [origin, { x: 1, y: 0 }, { x: 1, y: 1 }] }],
  ["dot 0 0 20 red", { kind: "dot", at: origin, size: 20, colour: "red" }],
  ["  dot   0 0  \r", { kind: "dot", at: origin, size: 5, colour: "black" }],
  [
    "text 0 0 16 center red a <b> c",
    { kind: "text", at: origin, size: 16, align: "center", colour: "red", words: "a <b> c" },
  ],
  ["text 0 0 3 left", { kind: "text", at: origin, size: 8, align: "left", colour: "black", words: "3 left" }],
  ["turtle 0 0 90 red", { kind: "turtle", at: origin, heading: 90, colour: "red", shape: "turtle" }],
  ["turtle 0 0 90 red square", { kind: "turtle", at: origin, heading: 90, colour: "red", shape: "square" }],
  ["canvas 800 600", { kind: "canvas", width: 800, height: 600 }],
  ["background blue", { kind: "background", colour: "blue" }],
  ["clear", { kind: "clear" }],
];

for (const [line, thing] of READ)
  test(`reads ${line}`, () => {
    assert.deepEqual(readThing(line), thing);
  });

const HOSTILE = [
  "",
  "script alert(1)",
  "constructor 0 0",
  "__proto__",
  "line 0 0 1",
  "line 0 0 1e9 0 red 1",
  "line 0 0 NaN 0 red 1",
  "line 0 0 Infinity 0",
  "line 0 0 99999999 0",
  "line 0 0 1 1 url(http://example.org) 1",
  'line 0 0 1 1 red"onload=x 1',
  "line 0 0 1 1 red 1 1",
  "line 0 0 1 1 var(--x)",
  "fill red 0 0 1 0",
  "fill red 0 0 1 0 1",
  "fill url(#a) 0 0 1 0 1 1",
  "dot 0 0 x red",
  "dot 0 0 5 red red",
  "dot 0 0 5 rgb(0,0,0)",
  "text 0 0",
  "text 0",
  "turtle 0 0 90",
  "canvas 0 100",
  "canvas 100 99999",
  "canvas 100",
  "background url(x)",
  "clear all",
];

for (const line of HOSTILE)
  test(`leaves out ${JSON.stringify(line)}`, () => {
    assert.equal(readThing(line), null);
  });

test("reads a whole drawing, without what is none", () => {
  const kinds = readDrawing("canvas 10 10\nnonsense\n\nline 0 0 1 1 red 1\n").map(({ kind }) => kind);
  assert.deepEqual(kinds, ["canvas", "line"]);
});

test("a task expects what its solution draws, without the turtle", () => {
  assert.equal(
    asExpected("line 0 0 5 5 red 1\nline 5 5 0 0 black 1\nturtle 0 0 0 red\n"),
    "line 0 0 5 5 red 1\nline 5 5 0 0 black 1\n",
  );
  assert.equal(
    asExpected("dot 0 0 5 black\nline 0 0 5 5 black 1\ntext 0 0 8 left black turtle 1\n"),
    "dot 0 0 5 black\nline 0 0 5 5\ntext 0 0 8 left black turtle 1\n",
  );
  assert.equal(asExpected(""), "");
});
