import { expect, test } from "vitest";
import { History } from "../../../lib/kernel/front/history.ts";

const history = new History();
for (const [index, input] of ["a = 1", "b = 2", "a = 3", "b = 2"].entries()) history.add(index + 1, input);

test("the last entries, a range, and those that match a pattern are found", () => {
  expect(history.find({ hist_access_type: "tail", n: 2 })).toEqual([
    [0, 3, "a = 3"],
    [0, 4, "b = 2"],
  ]);
  expect(history.find({ hist_access_type: "range", session: 0, start: 2, stop: 3 })).toEqual([[0, 2, "b = 2"]]);
  expect(history.find({ hist_access_type: "search", pattern: "a*", n: 10 })).toHaveLength(2);
  expect(history.find({ hist_access_type: "search", pattern: "b = ?", n: 10, unique: true })).toEqual([[0, 4, "b = 2"]]);
  expect(history.find({ hist_access_type: "search", pattern: "a.*", n: 10 })).toEqual([]);
});

test("with outputs, each entry has a place for one", () => {
  expect(history.find({ hist_access_type: "tail", n: 1, output: true })).toEqual([[0, 4, ["b = 2", null]]]);
});
