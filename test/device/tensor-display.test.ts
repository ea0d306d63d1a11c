import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { displaySymbol, show } from "../../lib/plot/index.ts";

/** What a notebook shows for the tensor, which is disposed. */
function shown(tensor: tf.Tensor): string {
  const bundle = (tensor as unknown as { [displaySymbol](): { "text/plain": string } })[displaySymbol]();
  tensor.dispose();
  return bundle["text/plain"];
}

test("a matrix is a table of numbers with the same decimals", () => {
  expect(
    shown(
      tf.tensor2d([
        [1, -0.5, 2.25],
        [10, 0, 1 / 3],
      ]),
    ),
  ).toBe(["Tensor [2, 3] float32", "   1.00  -0.50  2.25", "  10.00   0.00  0.33"].join("\n"));
});

test("a row, a number, whole numbers, truths and texts have their own form", () => {
  expect(shown(tf.tensor1d([3, 60000, -1], "int32"))).toBe("Tensor [3] int32\n  3  60,000  -1");
  expect(shown(tf.scalar(0.123456))).toBe("Tensor [] float32\n  0.1235");
  expect(shown(tf.tensor1d([true, false]))).toBe("Tensor [2] bool\n  true  false");
  expect(shown(tf.tensor1d(["a", 'b"']))).toBe('Tensor [2] string\n  "a"  "b\\""');
  expect(shown(tf.tensor1d([1e-9, 1]))).toBe("Tensor [2] float32\n  0.000  1.000");
  expect(shown(tf.tensor1d([2e-9, 1e-9]))).toBe("Tensor [2] float32\n  2e-9  1e-9");
  expect(shown(tf.tensor1d([Number.NaN, Number.POSITIVE_INFINITY, 0.5]))).toBe("Tensor [3] float32\n  NaN  Infinity  0.5000");
  expect(shown(tf.zeros([0, 3]))).toBe("Tensor [0, 3] float32: no values");
  expect(shown(tf.complex([1], [2]))).toContain("tf.real");
});

test("long axes show their ends, and of many tables the first two are shown under their places", () => {
  const words = shown(tf.range(0, 40 * 30).reshape([40, 30]));
  const lines = words.split("\n");
  expect(lines).toHaveLength(1 + 9);
  expect(lines[1]).toMatch(/^ +0 +1 +2 +3 +… +26 +27 +28 +29$/);
  expect(lines[5]).toMatch(/^ +…( +…)+$/);
  expect(lines[9]).toMatch(/1,199$/);
  const many = shown(tf.range(0, 48).reshape([2, 3, 2, 4])).split("\n");
  expect(many[1]).toBe("[0, 0, :, :]");
  expect(many[4]).toBe("[0, 1, :, :]");
  expect(many.at(-1)).toBe("… and 4 more of 2 × 4");
  expect(
    shown(tf.range(0, 8).reshape([2, 2, 2, 1]))
      .split("\n")
      .slice(1, 4),
  ).toEqual(["[0, :, :, 0]", "  0  1", "  2  3"]);
  expect(shown(tf.range(0, 3).reshape([3, 1]))).toBe("Tensor [3, 1] float32\n  0\n  1\n  2");
  expect(shown(tf.ones([1, 1, 1]))).toBe("Tensor [1, 1, 1] float32\n  1");
});

test("every tensor of any shape has a few lines of words and none of them is empty", () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }), (shape) => {
      const words = shown(tf.ones(shape)).split("\n");
      expect(words[0]).toBe(`Tensor [${shape.join(", ")}] float32`);
      expect(words.length).toBeLessThan(32);
      for (const line of words) expect(line.trim().length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  ));

test("to be shown costs no tensor, and one that was disposed says so", async () => {
  const tensor = tf.ones([2, 2]);
  const display = tensor as unknown as { [displaySymbol](): { "text/plain": string } };
  expect(await device.leaks(() => void display[displaySymbol]())).toBe(0);
  tensor.dispose();
  expect(display[displaySymbol]()["text/plain"]).toMatch(/^Tensor \[2, 2\] float32, disposed: .*tf\.keep/);
});

test("show needs no await for a tensor, but on WebGPU, whose memory is read later", async () => {
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const tensor = tf.scalar(1);
  expect(show(tensor)).toBeUndefined();
  const { backendName } = tf.engine();
  tf.engine().backendName = "webgpu";
  const later = show(tensor);
  tf.engine().backendName = backendName;
  expect(printed).toHaveBeenCalledTimes(1);
  await later;
  expect(printed.mock.calls).toEqual([["Tensor [] float32\n  1\n"], ["Tensor [] float32\n  1\n"]]);
  vi.restoreAllMocks();
  tensor.dispose();
});
