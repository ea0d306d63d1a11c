import { expect } from "vitest";
import { datasets } from "../../../lib/data/datasets.ts";
import { testWith } from "../../support/parts.ts";

testWith("datasets")("of MNIST the test part is there, and the train part or the reason why it is not", async () => {
  const parts = await datasets.mnist();
  expect(parts.test.counts()).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]); // as known since 1998
  if (Object.keys(parts).includes("train")) expect(parts.train.length).toBe(60_000);
  else expect(() => parts.train).toThrow("The train part of MNIST could not be had; only the test part is here.");
});
