import { expect, test } from "vitest";
import { parseGpuReading } from "../../../lib/device/watch/gpu-reading.ts";

test("reads percent and mebibytes of the first GPU", () => {
  expect(parseGpuReading("87, 2145\n")).toEqual({ use: 87, bytes: 2145 * 2 ** 20 });
  expect(parseGpuReading("0, 0\n13, 500\n")).toEqual({ use: 0, bytes: 0 });
});

test("what the driver does not say stays open", () => {
  expect(parseGpuReading("[N/A], 2145\n")).toEqual({ use: undefined, bytes: 2145 * 2 ** 20 });
  expect(parseGpuReading("5, [Not Supported]\n")).toEqual({ use: 5, bytes: undefined });
});

test("other answers are none", () => {
  for (const answer of ["", "No devices were found\n", "[N/A], [N/A]", "1, 2, 3", ", "]) expect(parseGpuReading(answer)).toBeUndefined();
});
