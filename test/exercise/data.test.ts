import vm from "node:vm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { toData } from "../../lib/exercise/index.ts";

test("copies plain values of any form and shares nothing with them", () => {
  const plain = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, undefined),
      fc.array(tie("value")),
      fc.dictionary(
        fc.string().filter((name) => name !== "__proto__"),
        tie("value"),
        { noNullPrototype: true },
      ),
    ),
  })).value;
  return fc.assert(
    fc.asyncProperty(plain, async (value) => {
      const copy = await toData(value);
      expect(copy).toEqual(value);
      if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
    }),
  );
});

test("later changes of the original don't reach the copy", async () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  const copy = await toData(rows);
  rows[0]?.fill(9);
  expect(copy).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("takes typed arrays and tensors by shape and numbers", async () => {
  expect(await toData(Float32Array.of(1, 2))).toEqual({ shape: [2], values: [1, 2] });
  const tensor = { shape: [1, 2], dtype: "float32", data: async () => Float32Array.of(5, 6) };
  expect(await toData({ first: tensor, second: [tensor] })).toEqual({
    first: { shape: [1, 2], values: [5, 6] },
    second: [{ shape: [1, 2], values: [5, 6] }],
  });
});

test("takes objects that another realm made", async () => {
  expect(await toData(vm.runInNewContext("({ rows: [1, 2] })"))).toEqual({ rows: [1, 2] });
});

test.each<[string, unknown, string]>([
  ["a function", { f: () => 1 }, "The answer's .f is the function f, not a value: call it"],
  ["a class instance", [new Map()], "The answer's [0] is a value of type Map"],
  ["a BigInt", 3n, "convert it with Number"],
  ["a symbol", Symbol("s"), "is a symbol"],
  ["more than it may hold", new Uint8Array(6_000_000), "more than 5,000,000 numbers"],
  ["a long text", "x".repeat(6_000_000), "more than 5,000,000 numbers"],
  ["a tensor that is too large", { shape: [3000, 3000], dtype: "float32", data: async () => [] }, "more than 5,000,000"],
])("refuses %s with a word to the learner", async (_, value, message) => {
  await expect(toData(value)).rejects.toThrow(message);
});

test("refuses a value that contains itself", async () => {
  const loop: unknown[] = [];
  loop.push(loop);
  await expect(toData(loop)).rejects.toThrow("does it contain itself?");
});
