import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Problem } from "../../base/index.ts";
import type { tf } from "../../device/index.ts";
import { readSafetensors } from "../../nn/weights/index.ts";
import { show } from "../../plot/index.ts";
import { applyWeights, readPth, sourceOf, type WeightSource } from "../weights/index.ts";
import { bringWeights } from "./bring-weights.ts";
import { downloadedWeights, type OwnWeights, ownWeights, withoutWeights } from "./known-weights.ts";

/** The options of a network that weights depend on. */
export interface PretrainedOptions {
  readonly classes?: number;
  readonly width?: number;
  readonly inputShape?: readonly [number | null, number | null, number];
  readonly pretrained?: boolean;
}

/**
 * A network with trained weights: torchvision's from ImageNet, from the mirror, the cache or the internet; where they can't be had and
 * no width was asked for, or a width of 0.5 was, those that come with the project, with one line that says so.
 *
 * Its last layer is a new one where `classes` are given, unless they are the 1,000 of ImageNet: other classes need another.
 *
 * @param options as the caller of the network gave them
 * @param build makes the network with untrained weights
 * @throws RangeError where there are no weights for these options; Problem `no-weights` where they can't be had now
 */
export function pretrainedModel<O extends PretrainedOptions>(
  architecture: string,
  options: O,
  build: (options: O) => tf.LayersModel,
): tf.LayersModel {
  const { width, inputShape } = options;
  const own = ownWeights[architecture];
  expectOffered(architecture, width, inputShape?.[2] ?? 3);
  if (width !== undefined && width === own?.width) return fromOwn(own, options, build);
  const downloaded = downloadedWeights[architecture];
  const brought = downloaded ? bringWeights(downloaded) : { reason: "nobody offers its weights" };
  if (downloaded && "bytes" in brought) {
    const { bytes, path } = brought;
    const { classes = downloaded.classes } = options;
    const source = sourceOf(readPth(bytes, path).weights, path, "pth");
    return filled(build({ ...options, classes, pretrained: false }), source, classes !== downloaded.classes);
  }
  const reason = "reason" in brought ? brought.reason : "";
  if (!own || width !== undefined) throw notToBeHad(architecture, reason);
  void show(
    `${architecture} begins with the project's own weights, of width ${own.width} and from ${own.from}, in place of ImageNet's: ${reason}.`,
  );
  return fromOwn(own, options, build);
}

function fromOwn<O extends PretrainedOptions>(own: OwnWeights, options: O, build: (options: O) => tf.LayersModel): tf.LayersModel {
  const { classes = own.classes } = options;
  const source = sourceOf(readSafetensors(readFileSync(own.path), own.path).weights, basename(own.path), "safetensors");
  return filled(build({ ...options, classes, width: own.width, pretrained: false }), source, options.classes !== undefined);
}

/** @param newHead whether the last layer stays untrained */
function filled(model: tf.LayersModel, source: WeightSource, newHead: boolean): tf.LayersModel {
  try {
    applyWeights(model, source, { head: newHead ? "new" : "load" });
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function expectOffered(architecture: string, width: number | undefined, channels: number): void {
  const own = ownWeights[architecture];
  const downloaded = downloadedWeights[architecture];
  if (!own && !downloaded) throw withoutWeights(architecture);
  const widths = [...(downloaded ? [1] : []), ...(own ? [own.width] : [])];
  if (width !== undefined && !widths.includes(width)) {
    throw new RangeError(
      `Expected a width of ${widths.join(" or ")} for ${architecture} with pretrained: true but got ${width}: weights fit one width only.`,
    );
  }
  if (channels !== 3) {
    throw new RangeError(
      `Expected pictures of 3 channels for pretrained: true but inputShape says ${channels}.\n  Grey pictures? transforms: [T.grayscale({ channels: 3 })] makes three channels of one.`,
    );
  }
}

function notToBeHad(architecture: string, reason: string): Problem {
  const own = Object.entries(ownWeights).map(([name, { width, from }]) => `${name}({ width: ${width}, pretrained: true }), from ${from}`);
  return new Problem("no-weights", `The weights of ${architecture} from ImageNet can't be had: ${reason}`, {
    hint: `With a network, await fetchWeights("${architecture}") brings them; without one, DESCENT_DATASETS can name a folder that has them as ${downloadedWeights[architecture]?.dataset}/${downloadedWeights[architecture]?.file}. With the project come those of ${own.join(", ")}.`,
  });
}
