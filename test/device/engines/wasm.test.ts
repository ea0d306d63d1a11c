import { expect, test } from "vitest";
import { wasm } from "../../../lib/device/engines/wasm.ts";

test("starting it leaves the process's handling of uncaught errors as it was", async () => {
  const listeners = () => [...process.rawListeners("uncaughtException"), ...process.rawListeners("unhandledRejection")];
  const before = listeners();
  expect(await wasm.start()).toBe("WebAssembly with SIMD on 1 core");
  expect(listeners()).toEqual(before);
});

test("starting it again answers the same", async () => {
  expect(await wasm.start()).toBe(await wasm.start());
});
