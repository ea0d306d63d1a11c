import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { modelWeights, weightArrays, writeSafetensors } from "../../../lib/nn/weights/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { loadWeights } from "../../../lib/vision/weights/index.ts";
import { distance, expected, fixture, net, pictures } from "./fixtures.ts";

let folder = "";
let input: tf.Tensor;
const models: tf.LayersModel[] = [];

beforeAll(async () => {
  await device.use();
  folder = await mkdtemp(join(tmpdir(), "descent-weights-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  input = pictures();
});
afterEach(() => {
  input.dispose();
  for (const model of models.splice(0)) model.dispose();
});

function made(options?: Parameters<typeof net>[0]): tf.LayersModel {
  const model = net(options);
  models.push(model);
  return model;
}

async function refusal(loading: Promise<unknown>): Promise<string> {
  return loading.then(
    () => "",
    (error: unknown) => {
      expect(error).toBeInstanceOf(RangeError);
      return (error as Error).message;
    },
  );
}

describe.each(["net.pth", "net-legacy.pth", "net.safetensors"])("weights of PyTorch in %s", (file) => {
  test("give the outputs that PyTorch gives, with layers of the same names", async () => {
    const model = made();
    const report = await loadWeights(model, fixture(file));
    expect(distance(model, input, expected.logits)).toBeLessThan(1e-5);
    expect(report).toMatchObject({ origin: "PyTorch", how: "by name", kept: [], unused: [], loaded: [...modelWeights(model).keys()] });
  });
});

test.each(["net.pth", "net-legacy.pth"])(
  "weights of PyTorch in %s are found in order where layers have no names of their own",
  async (file) => {
    const model = made({ named: false });
    const report = await loadWeights(model, fixture(file));
    expect(distance(model, input, expected.logits)).toBeLessThan(1e-5);
    expect(report.how).toBe("in order");
  },
);

test("a file that has its layers sorted by name tells no order, so they are not guessed", async () => {
  const message = await refusal(loadWeights(made({ named: false }), fixture("net.safetensors")));
  expect(message).toContain(
    "its layers have other names than the file's 5 layers, which are sorted by name, so that their order tells nothing",
  );
});

describe.each(["keras-named.h5", "keras-named.weights.h5", "keras.keras", "keras-unnamed.h5", "keras-unnamed.weights.h5"])(
  "weights of Keras in %s",
  (file) => {
    test.each([true, false])("give the outputs that Keras gives, with named layers: %s", async (named) => {
      const model = made({ named });
      const kerasInput = pictures("last");
      const report = await loadWeights(model, fixture(file));
      expect(distance(model, kerasInput, expected.keras)).toBeLessThan(1e-5);
      expect(report).toMatchObject({ origin: "Keras", how: named && !file.includes("unnamed") ? "by name" : "in order" });
      kerasInput.dispose();
    });
  },
);

test("a learner's file gives its weights and leaves what else is in it", async () => {
  const [from, to] = [made(), made()];
  const path = join(folder, "learner.safetensors");
  const weights = await weightArrays(from);
  const slots = Array.from(weights, ([name, array]) => [`optimizer/moments/${name}`, array] as const);
  await writeSafetensors(path, new Map([...weights, ...slots]), { format: "descent-learner" });
  const report = await loadWeights(to, path);
  expect(await weightArrays(to)).toEqual(weights);
  expect(report).toMatchObject({ origin: "Descent", how: "by name", numbers: 332 });
});

test("the content tells the format, whatever the name", async () => {
  const path = join(folder, "weights.pth");
  await copyFile(fixture("keras-named.h5"), path);
  expect((await loadWeights(made(), path)).origin).toBe("Keras");
});

test("the report shows itself", async () => {
  const report = await loadWeights(made({ classes: 2 }), fixture("net.pth"), { head: "keep" });
  expect(report.toString()).toBe(
    [
      "net.pth (PyTorch): 9 weights loaded by name, 308 numbers",
      "kept as they were: fc2.kernel, fc2.bias",
      "not used: fc2.weight, fc2.bias",
    ].join("\n"),
  );
  expect(report[displaySymbol]()["text/html"]).toContain("kept as they were: fc2.kernel, fc2.bias<br>");
});

describe("a head of other classes", () => {
  test("is an error that says how to keep it", async () => {
    const model = made({ classes: 2 });
    const before = await weightArrays(model);
    expect(await refusal(loadWeights(model, fixture("net.pth")))).toBe(
      [
        `Expected the weights of this model but the last layer in ${fixture("net.pth")} is of another size:`,
        "  fc2.kernel: [5, 4] where the model has [5, 2]",
        "  fc2.bias: [4] where the model has [2]",
        '  Nothing was changed. Other classes? loadWeights(model, path, { head: "keep" }) loads all but the last layer.',
      ].join("\n"),
    );
    expect(await weightArrays(model)).toEqual(before);
  });

  test.each(["net.pth", "keras-named.h5", "keras-unnamed.weights.h5"])("stays as it is when told, with the rest from %s", async (file) => {
    const model = made({ classes: 2, named: !file.includes("unnamed") });
    const before = await weightArrays(model);
    const { kept } = await loadWeights(model, fixture(file), { head: "keep" });
    const after = await weightArrays(model);
    expect(kept).toHaveLength(2);
    const same = Array.from(before).filter(([name, { values }]) => String(values) === String(after.get(name)?.values));
    expect(same.map(([name]) => name)).toEqual(kept);
  });

  test("of the same size is loaded too", async () => {
    expect((await loadWeights(made(), fixture("net.pth"), { head: "keep" })).kept).toEqual([]);
  });

  test("stays as it is in any case when a new one is wanted", async () => {
    const { kept, unused } = await loadWeights(made(), fixture("net.pth"), { head: "new" });
    expect({ kept, unused }).toEqual({ kept: ["fc2.kernel", "fc2.bias"], unused: ["fc2.weight", "fc2.bias"] });
  });

  test("is told in one of three words", async () => {
    const wrong = { head: "fresh" } as unknown as { head: "keep" };
    expect(await refusal(loadWeights(made(), fixture("net.pth"), wrong))).toBe(
      'Expected head to be one of load, keep, new but got "fresh"',
    );
  });
});

describe("another architecture", () => {
  test("is told by the first differences, and nothing is changed", async () => {
    const model = made({ units: 6 });
    const before = await weightArrays(model);
    const message = await refusal(loadWeights(model, fixture("net.pth"), { head: "keep" }));
    expect(message).toBe(
      [
        `Expected the weights of this model but ${fixture("net.pth")} has those of another architecture:`,
        "  fc1.kernel: [36, 5] where the model has [36, 6]",
        "  fc1.bias: [5] where the model has [6]",
        "  Nothing was changed. Build the model with the options that the weights were made with.",
      ].join("\n"),
    );
    expect(await weightArrays(model)).toEqual(before);
  });

  test("with no name in common says so", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "only" })] });
    models.push(model);
    const message = await refusal(loadWeights(model, fixture("net.pth")));
    expect(message).toContain("its layers have other names than the file's 5 layers, and don't fit in order either");
    expect(message).toContain("only.kernel: [3, 2, 3, 3] where the model has [2, 1]");
  });
});

test("no tensor is left behind, by success or failure", async () => {
  const model = made();
  expect(await device.leaks(() => loadWeights(model, fixture("net.pth")))).toBe(0);
  expect(await device.leaks(() => refusal(loadWeights(model, fixture("torch.pth"))))).toBe(0);
});

describe("a file that is none of weights", () => {
  test.each([
    ["", "but it is empty"],
    ["<!DOCTYPE html><title>Log in</title>", 'but it begins with "<!DOCTYPE ht"'],
    ["PK\u0003\u0004 and nothing else", "it is an archive without its end"],
    ["\u0080\u0004K\u0001.", "but it is a pickle of something else"],
    ["12345678{", "to be a safetensors file but its first 8 bytes announce a header"],
    ["\u0089HDF\r\n\u001a\n and nothing else", "to hold weights of Keras but HDF5 can't"],
  ])("%j is refused: %s", async (content, message) => {
    const path = join(folder, "file");
    await writeFile(path, content, "latin1");
    const told = await refusal(loadWeights(made(), path));
    expect(told).toContain(message);
    expect(told).toContain(path);
  });

  test("nor is one that is not there", async () => {
    await expect(loadWeights(made(), join(folder, "nowhere.pth"))).rejects.toThrow("ENOENT");
  });
});
