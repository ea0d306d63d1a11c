import { afterEach, beforeAll, beforeEach, expect } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";

/** For the tests of this file: the engine wasm, and after each of them as many tensors as before it. */
export function withoutLeaks(): void {
  let tensors = 0;
  beforeAll(async () => {
    await device.use("wasm");
  });
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });
}
