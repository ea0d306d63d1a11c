import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { isHdf5, isKerasArchive, readKeras } from "../../../../lib/vision/weights/keras/index.ts";
import { fixture } from "../fixtures.ts";

const layersIn = async (name: string): Promise<unknown> => {
  const { layers } = await readKeras(await readFile(fixture(name)), name);
  return layers.map((layer) => [layer.name, [...layer.weights].map(([weight, { shape }]) => `${weight} ${shape.join("×")}`).join(", ")]);
};

describe("what Keras writes by", () => {
  test("save, to .h5: layers in the network's order, with names", async () => {
    expect(await layersIn("keras-named.h5")).toEqual([
      ["conv1", "kernel 3×3×2×3, bias 3"],
      ["bn1", "gamma 3, beta 3, moving_mean 3, moving_variance 3"],
      ["depthwise", "kernel 3×3×3×2"],
      ["fc1", "kernel 36×5, bias 5"],
      ["fc2", "kernel 5×4, bias 4"],
    ]);
  });

  test("save_weights, to .weights.h5: layers by their sort, with numbers", async () => {
    expect(await layersIn("keras-named.weights.h5")).toEqual([
      ["bn1", "0 3, 1 3, 2 3, 3 3"],
      ["conv1", "0 3×3×2×3, 1 3"],
      ["fc1", "0 36×5, 1 5"],
      ["fc2", "0 5×4, 1 4"],
      ["depthwise", "0 3×3×3×2"],
    ]);
  });

  test("a model within a model: its layers have its name before theirs", async () => {
    const inner = ["body.conv", "kernel 1×1×2×3, bias 3"];
    const head = ["head", "kernel 3×2, bias 2"];
    expect(await layersIn("keras-nested.h5")).toEqual([inner, head]);
    const names = (await readKeras(await readFile(fixture("keras-nested.weights.h5")), "nested")).layers.map(({ name }) => name);
    expect(names.sort()).toEqual(["body.conv", "head"]);
  });
});

test("a file says by its first bytes what it is", async () => {
  expect(isHdf5(await readFile(fixture("keras-named.h5")))).toBe(true);
  expect(isHdf5(await readFile(fixture("keras.keras")))).toBe(false);
  expect(isKerasArchive(await readFile(fixture("keras.keras")))).toBe(true);
  expect(isKerasArchive(await readFile(fixture("net.pth")))).toBe(false);
  expect(isKerasArchive(Buffer.from("PK\u0003\u0004"))).toBe(false);
});

describe("a damaged file", () => {
  test.each([[9], [100], [20_000]])("that is cut off after %i bytes is refused with its name", async (length) => {
    const bytes = (await readFile(fixture("keras-named.h5"))).subarray(0, length);
    await expect(readKeras(bytes, "cut.h5")).rejects.toThrow("Expected cut.h5 to hold weights of Keras but HDF5 can't read it");
  });

  test("in which HDF5 would search without end is given up", async () => {
    const bytes = await readFile(fixture("keras-named.h5"));
    bytes.fill(0xff - (bytes[7840] ?? 0), 7840, 7841); // a link that leads back to itself
    await expect(readKeras(bytes, "endless.h5", { limit: 3000 })).rejects.toThrow("HDF5 found no end of it in 3.0 s: it is damaged");
  });

  test("that is an archive without weights is refused", async () => {
    await expect(readKeras(await readFile(fixture("net.pth")), "net.keras")).rejects.toThrow("its archive has no model.weights.h5");
  });

  test("that is a table of something else is refused", async () => {
    await expect(readKeras(await readFile(fixture("other.h5")), "other.h5")).rejects.toThrow("it has no layers with weights");
  });

  test("that announces more numbers than it can hold is refused before they are read", async () => {
    await expect(readKeras(await readFile(fixture("hollow.h5")), "hollow.h5")).rejects.toThrow(
      "says that it is larger than the file can be",
    );
  });
});
