import { expect, test } from "vitest";
import { alike } from "./index.ts";

const loaded = (mean: number) => ({ rates: [1000], before: { mean }, after: {} });

test("two contenders are compared only where their first batches have about the same mean", () => {
  expect(alike(loaded(-0.21), loaded(-0.18))).toEqual([loaded(-0.21), loaded(-0.18)]);
  const why = "not the same pictures: the first batches have means of 0.45 and -0.18";
  expect(alike(loaded(0.45), loaded(-0.18))).toEqual([{ why }, { why }]);
  expect(alike({ why: "not installed" }, loaded(0))).toEqual([{ why: "not installed" }, loaded(0)]);
});
