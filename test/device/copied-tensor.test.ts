import { expect, test } from "vitest";
import { copiedTensor, device, memoryForTensors, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

/** Makes tensors of memory at many alignments, overwrites it at once, and looks whether they have kept their values. */
function keepsValues(): boolean {
  const before = tf.memory().numTensors;
  const shape: [number, number, number, number] = [2, 3, 4, 1];
  const kept = Array.from({ length: 40 }, (_, place) => {
    const values = new Float32Array(new ArrayBuffer(4096), 4 * (place % 16), 24).fill(place + 1);
    const tensor = copiedTensor(values, shape);
    values.fill(-1);
    const right = tensor.dataSync().every((value) => value === place + 1);
    tensor.dispose();
    return right;
  });
  for (let times = 0; times < 5; times++) {
    const values = memoryForTensors(24).fill(7);
    const tensor = copiedTensor(values, shape);
    values.fill(-1);
    kept.push(
      tensor.dataSync().every((value) => value === 7),
      values.byteOffset % 8 === 0,
    );
    tensor.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
  return kept.every(Boolean);
}

test("a copied tensor keeps its values when their memory is overwritten, on the engine wasm", async () => {
  await device.use("wasm");
  expect(keepsValues()).toBe(true);
});

testWith("tensorflow")("and on the engine tensorflow, which makes use of memory that is aligned to 64 bytes", async () => {
  await device.use("tensorflow");
  expect(keepsValues()).toBe(true);
});
