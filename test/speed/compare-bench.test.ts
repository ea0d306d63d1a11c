import { expect, test } from "vitest";
import { displaySymbol } from "../../lib/plot/index.ts";
import { compareBench } from "../../lib/speed/index.ts";

test("functions take turns, and the figure shows medians with quartiles", async () => {
  let now = 0;
  const order: string[] = [];
  const run = (name: string, ms: number) => () => {
    order.push(name);
    now += ms;
  };
  const comparison = await compareBench({ slow: run("slow", 30), fast: run("fast", 10) }, { seconds: 0.1, warmUp: 0, clock: () => now });
  expect(order.slice(2)).toEqual(["slow", "fast", "fast", "slow", "slow", "fast", "fast", "slow", "slow", "fast"]);
  expect(comparison.fastest.name).toBe("fast");
  expect(comparison.table().rows).toEqual([
    ["slow", "30.0 ms (30.0–30.0)", 5, "33.33", "3.00"],
    ["fast", "10.0 ms (10.0–10.0)", 5, "100", "1.00"],
  ]);
  expect(comparison.figure().data[0]).toMatchObject({ type: "bar", x: [30, 10], error_x: { array: [0, 0], arrayminus: [0, 0] } });
  expect(comparison[displaySymbol]()["text/plain"]).toBe(String(comparison));
});

test("says what it expected", async () => {
  const wrong = compareBench as (...given: unknown[]) => Promise<unknown>;
  await expect(wrong({})).rejects.toThrow("Expected functions by their names but got");
  await expect(wrong({ one: 1 })).rejects.toThrow("Expected one to be a function but got 1");
});
