import { readFile } from "node:fs/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { device, type tf } from "../../../lib/device/index.ts";
import { openSafetensors, type WeightArrays, weightArrays } from "../../../lib/nn/weights/index.ts";
import { alexnet, resnet18, resnet34 } from "../../../lib/vision/index.ts";
import { bringWeights } from "../../../lib/vision/pretrained/bring-weights.ts";
import { type PretrainedOptions, pretrainedModel } from "../../../lib/vision/pretrained/index.ts";
import { ownWeights } from "../../../lib/vision/pretrained/known-weights.ts";
import { distance, expected, fixture, net, pictures } from "../weights/fixtures.ts";

vi.mock("../../../lib/vision/pretrained/bring-weights.ts", () => ({ bringWeights: vi.fn(), forgetFailure: vi.fn() }));

beforeAll(async () => void (await device.use()));
beforeEach(() => {
  vi.mocked(bringWeights).mockReturnValue({ reason: "the line is cut" });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => void vi.restoreAllMocks());

const shown = (): string => vi.mocked(process.stdout.write).mock.calls.join("");

/** What a test makes is disposed after it. */
function made(model: tf.LayersModel): tf.LayersModel {
  onTestFinished(() => void model.dispose());
  return model;
}

/** Weights by name, without the last layer's. */
const body = (weights: WeightArrays): readonly (readonly [string, string])[] =>
  Array.from(weights, ([name, { values }]) => [name, String(values.slice(0, 20))] as const).filter(([name]) => !name.startsWith("fc."));

describe("the project's own weights", () => {
  const own = ownWeights["resnet18"]?.path ?? "";

  test("are a ResNet-18 of half the width, at its accuracy", async () => {
    const { metadata } = await openSafetensors(own);
    expect(metadata).toMatchObject({ architecture: "resnet18", width: "0.5" });
    expect(JSON.parse(metadata["classes"] ?? "")).toHaveLength(10);
    expect(Number(metadata["accuracy"])).toBeGreaterThan(0.6);
  });

  test("are used where this width is asked for: nothing is looked for or shown", async () => {
    const model = made(resnet18({ width: 0.5, pretrained: true }));
    expect(model.outputs[0]?.shape).toEqual([null, 10]);
    const [got, wanted] = [await weightArrays(model), (await openSafetensors(own)).weights];
    expect(body(got)).toEqual(body(wanted));
    expect(got.get("fc.kernel")).toEqual(wanted.get("fc.kernel"));
    expect(bringWeights).not.toHaveBeenCalled();
    expect(shown()).toBe("");
  });

  test("come with a new last layer where classes are given, though they be as many", async () => {
    const model = made(resnet18({ width: 0.5, pretrained: true, classes: 10, seed: 3 }));
    const untrained = made(resnet18({ width: 0.5, classes: 10, seed: 3 }));
    const [got, wanted] = [await weightArrays(model), (await openSafetensors(own)).weights];
    expect(body(got)).toEqual(body(wanted));
    expect(got.get("fc.kernel")).toEqual((await weightArrays(untrained)).get("fc.kernel"));
  });

  test("stand in where ImageNet's can't be had, and one line says so and why", () => {
    const model = made(resnet18({ classes: 4, pretrained: true }));
    expect(model.outputs[0]?.shape).toEqual([null, 4]);
    expect(shown()).toBe(
      "resnet18 begins with the project's own weights, of width 0.5 and from 5,000 pictures of CIFAR-10, in place of ImageNet's: the line is cut.\n",
    );
  });

  test("don't where the full width was asked for, or for another network: what there is, is told", () => {
    expect(() => resnet18({ width: 1, pretrained: true })).toThrow("The weights of resnet18 from ImageNet can't be had: the line is cut");
    expect(() => resnet34({ pretrained: true })).toThrow(
      expect.objectContaining({
        code: "no-weights",
        hint: expect.stringMatching(
          /await fetchWeights\("resnet34"\).*resnet34-imagenet\/resnet34-b627a593\.pth.*resnet18\(\{ width: 0\.5, pretrained: true \}\)/,
        ),
      }),
    );
  });
});

describe("downloaded weights", () => {
  // A small network in the place of resnet34: what its weights file holds is the fixture's.
  const small = ({ classes = 4 }: PretrainedOptions): tf.LayersModel => made(net({ classes }));
  beforeEach(async () => {
    vi.mocked(bringWeights).mockReturnValue({ bytes: await readFile(fixture("net.pth")), path: "net.pth" });
  });

  test("are put in, with their last layer where classes are those of ImageNet", () => {
    const model = pretrainedModel("resnet34", { classes: 1000 }, () => small({}));
    const input = pictures();
    expect(distance(model, input, expected.logits)).toBeLessThan(1e-5);
    input.dispose();
  });

  test("are asked to make a model of 1,000 classes where none are given", () => {
    const build = vi.fn(() => small({}));
    pretrainedModel("resnet34", { pretrained: true }, build);
    expect(build).toHaveBeenCalledWith({ classes: 1000, pretrained: false });
  });

  test("come with a new last layer for other classes", () => {
    const model = pretrainedModel("resnet34", { classes: 2, pretrained: true }, small);
    expect(model.outputs[0]?.shape).toEqual([null, 2]);
  });

  test("that don't fit leave no model behind", async () => {
    const wrong = (): tf.LayersModel => net({ units: 9 });
    const leaked = await device.leaks(() => expect(() => pretrainedModel("resnet34", {}, wrong)).toThrow("another architecture"));
    expect(leaked).toBe(0);
  });
});

describe("options without weights are refused:", () => {
  test("another network", () => {
    expect(() => alexnet({ pretrained: true })).toThrow(
      /Expected a network with trained weights \(resnet18, resnet34, resnet50\) but got alexnet/,
    );
  });

  test("another width", () => {
    expect(() => resnet18({ width: 0.25, pretrained: true })).toThrow(
      "Expected a width of 1 or 0.5 for resnet18 with pretrained: true but got 0.25",
    );
    expect(() => resnet34({ width: 0.5, pretrained: true })).toThrow("Expected a width of 1 for resnet34");
  });

  test("grey pictures", () => {
    expect(() => resnet18({ inputShape: [null, null, 1], pretrained: true })).toThrow(
      "T.grayscale({ channels: 3 })] makes three channels of one",
    );
  });
});
