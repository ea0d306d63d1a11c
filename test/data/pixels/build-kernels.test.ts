import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { buildKernels } from "../../../lib/data/pixels/build-kernels.ts";

test("kernels.wasm is what its sources make", async () => {
  const committed = await readFile(new URL("../../../lib/data/pixels/kernels.wasm", import.meta.url));
  expect(committed.equals(await buildKernels()), "run: node lib/data/pixels/build-kernels.ts").toBe(true);
});
