import { expect, test } from "vitest";
import { device, MemoryReport, tf } from "../../lib/device/index.ts";
import { displaySymbol } from "../../lib/plot/mime.ts";

test("counts tensors and their bytes", () => {
  const before = device.memory();
  const tensors = [tf.zeros([100]), tf.zeros([10, 10], "bool")];
  const after = device.memory();
  expect(after.tensors - before.tensors).toBe(2);
  expect(after.bytes - before.bytes).toBe(400 + 100);
  expect(after.processBytes).toBeGreaterThan(1e7);
  tf.dispose(tensors);
});

test("says it in words, with the GPU's share where it is known", () => {
  const parts = { tensors: 1, bytes: 1_200, processBytes: 310_400_000, gpuBytes: undefined };
  expect(String(new MemoryReport(parts))).toBe("1 tensor, 1.2 kB; process 310.4 MB");
  const onGpu = new MemoryReport({ ...parts, gpuBytes: 2e9 });
  expect(String(onGpu)).toBe("1 tensor, 1.2 kB; process 310.4 MB; GPU 2.0 GB");
  expect(onGpu[displaySymbol]()["text/plain"]).toBe(String(onGpu));
});
