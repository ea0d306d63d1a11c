import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { projectRoot } from "../../lib/base/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { weightArrays } from "../../lib/nn/weights/index.ts";
import { loadWeights, resnet50 } from "../../lib/vision/index.ts";

const python = join(projectRoot, ".descent", "peers", "bin", "python");
let folder = "";
let missing = "";
let model: tf.LayersModel;

beforeAll(async () => {
  await device.use();
  folder = await mkdtemp(join(tmpdir(), "descent-logits-"));
  model = resnet50({ seed: 1 });
  await promisify(execFile)(python, [join(import.meta.dirname, "pytorch-logits.py"), folder]).catch((error: NodeJS.ErrnoException) => {
    const isAbsent = error.code === "ENOENT" || error.message.includes("No module named");
    if (!isAbsent) throw error;
    missing = "Python with torchvision, safetensors and Keras is not here: npm run bench:peers brings it";
  });
}, 600_000);
afterAll(async () => {
  model?.dispose();
  await rm(folder, { recursive: true, force: true });
});

const skipWithoutPython = (context: TestContext): void => void (missing && context.skip(missing));

describe("ResNet-50 with torchvision's random weights gives PyTorch's scores, from", () => {
  test.for(["resnet50.pth", "resnet50-legacy.pth", "resnet50.safetensors"])("%s", { timeout: 300_000 }, async (file, context) => {
    skipWithoutPython(context);
    const { pictures, logits } = JSON.parse(await readFile(join(folder, "logits.json"), "utf8")) as {
      pictures: number[];
      logits: number[][];
    };
    const report = await loadWeights(model, join(folder, file));
    expect(report).toMatchObject({ origin: "PyTorch", how: "by name", kept: [], unused: [], numbers: 25_610_152 });
    const difference = tf.tidy(() => {
      const wanted = tf.tensor2d(logits);
      const got = model.predict(tf.tensor4d(pictures, [2, 96, 80, 3])) as tf.Tensor;
      return got.sub(wanted).abs().max().div(wanted.abs().max()).dataSync()[0] ?? Number.NaN;
    });
    expect(difference).toBeLessThan(1e-4);
  });
});

test("keras.applications' ResNet-50 is another network, with biases in its convolutions: it is refused, and nothing changes", async (context) => {
  skipWithoutPython(context);
  const before = (await weightArrays(model)).get("conv1.kernel");
  await expect(loadWeights(model, join(folder, "keras-resnet50.h5"))).rejects.toThrow("has those of another architecture");
  expect((await weightArrays(model)).get("conv1.kernel")).toEqual(before);
}, 300_000);
