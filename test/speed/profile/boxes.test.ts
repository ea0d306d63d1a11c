import { expect, test } from "vitest";
import { boxesOf } from "../../../lib/speed/profile/boxes.ts";
import type { Operation } from "../../../lib/speed/profile/operation.ts";

const operation = (parts: Partial<Operation>): Operation => ({
  name: "Add",
  line: "a.ts:1",
  scopes: [],
  within: undefined,
  start: 0,
  end: 1,
  ownTime: 1,
  bytes: 0,
  ...parts,
});

test("neighbours of one line and one scope share their boxes; another call of the same function has its own", () => {
  const [first, second] = [
    { name: "conv2d", number: 1 },
    { name: "conv2d", number: 2 },
  ];
  const boxes = boxesOf([
    operation({ scopes: [first], start: 0, end: 1 }),
    operation({ name: "Relu", scopes: [first], start: 1, end: 3 }),
    operation({ scopes: [second], start: 3, end: 4 }),
  ]);
  expect(boxes.map(({ name, level, start, end }) => [level, name, start, end])).toEqual([
    [0, "a.ts:1", 0, 4],
    [1, "conv2d", 0, 3],
    [2, "Add", 0, 1],
    [2, "Relu", 1, 3],
    [1, "conv2d", 3, 4],
    [2, "Add", 3, 4],
  ]);
});

test("what an operation calls hangs below it, whatever ended first", () => {
  const outer = operation({ name: "Softmax", start: 0, end: 5 });
  const inner = operation({ name: "Exp", within: outer, start: 1, end: 2 });
  expect(boxesOf([inner, outer]).map(({ name, level }) => `${level} ${name}`)).toEqual(["0 a.ts:1", "1 Softmax", "2 Exp"]);
});
