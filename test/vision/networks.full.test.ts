import { describe, expect, test } from "vitest";
import { mobilenet, resnet18, resnet34, resnet50, resnet101 } from "../../lib/vision/index.ts";
import { engines } from "../nn/engines.ts";
import { differenceFromPyTorch } from "./pytorch-scores.ts";

describe.each(engines)("on %s", (_, start) => {
  test.each([
    ["mobilenet", mobilenet],
    ["resnet18", resnet18],
    ["resnet34", resnet34],
    ["resnet50", resnet50],
    ["resnet101", resnet101],
  ] as const)("%s gives PyTorch's scores for the same weights", async (name, make) => {
    await start();
    expect(await differenceFromPyTorch(name, make)).toBeLessThan(1e-4);
  });
});
