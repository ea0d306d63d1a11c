import { plural, positiveInteger } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { type ContactSheet, type Late, late } from "../../plot/index.ts";
import { findLayer, firstConvolution, type LayerChoice } from "./find-layer.ts";
import { layerSteps, type Place, runSteps } from "./layer-steps.ts";
import { type PictureInput, pictureTensor } from "./picture-input.ts";
import { pictureSheet, type Raster } from "./picture-sheet.ts";

export interface FeatureMapsOptions {
  /** The layer whose output is shown; the first convolution unless told. */
  readonly layer?: LayerChoice;
  /** The most maps, from the first channel on; 32 unless told. */
  readonly count?: number;
}

/** A contact sheet holds no more pictures. */
const most = 400;
/** Pixels of the screen of a map's longer side. */
const side = 84;

/**
 * What a layer makes of a picture: one small picture for each of its channels, the brighter the larger the value. All are on one scale,
 * from the least to the greatest value of the layer, so that a channel that finds nothing is seen to be dark.
 *
 * @param picture an `Image` or a tensor, as the model takes it
 * @throws RangeError when the model has no such layer, the layer makes no maps, or the model does not take the picture
 * @example
 * show(featureMaps(model, image, { layer: "layer1.0.conv1" }));
 */
export function featureMaps(model: tf.LayersModel, picture: PictureInput, options: FeatureMapsOptions = {}): Late<ContactSheet> {
  return late(featureMapsOf(model, pictureTensor(model, picture), options));
}

/** @param batch the picture `[1, H, W, C]`, which is disposed */
export async function featureMapsOf(model: tf.LayersModel, batch: tf.Tensor4D, options: FeatureMapsOptions): Promise<ContactSheet> {
  const { layer: choice, count = 32 } = options;
  const tensors: tf.Tensor[] = [batch];
  try {
    positiveInteger({ count });
    const steps = layerSteps(model);
    const { layer, to } = choice === undefined ? firstConvolution(steps, "whose maps can be shown") : findLayer(steps, choice);
    const wanted = to[0] as Place;
    const maps = tf.tidy(() => runSteps(steps, { known: new Map([[steps.inputs[0] as Place, batch as tf.Tensor]]), wanted }).clone());
    tensors.push(maps);
    const [, height = 1, width = 1, channels = 1] = maps.shape;
    if (maps.rank !== 4) {
      throw new RangeError(
        `Expected a layer that makes maps [N, height, width, channels] but "${layer.name}" makes [${["N", ...maps.shape.slice(1)].join(", ")}].\n  Choose a convolution or what follows it before the flattening.`,
      );
    }
    const shown = Math.min(count, channels, most);
    const title = `${layer.name}: ${shown < channels ? `${shown} of ` : ""}${plural(channels, "map")} of ${height} × ${width}`;
    const values = (await maps.data()) as Float32Array; // [1, height, width, channels]
    const rasters = rastersOf(values, { height, width, channels }).slice(0, shown);
    return pictureSheet(rasters, { title, side });
  } finally {
    tf.dispose(tensors);
  }
}

/** Each channel as a grey picture, all on one scale. */
function rastersOf(
  values: Float32Array,
  { height, width, channels }: { readonly height: number; readonly width: number; readonly channels: number },
): Raster[] {
  const [low, high] = values.reduce(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Infinity, -Infinity],
  );
  const scale = high > low ? 255 / (high - low) : 0;
  return Array.from({ length: channels }, (_, channel) => ({
    pixels: Uint8Array.from({ length: height * width }, (_, pixel) =>
      Math.round(((values[pixel * channels + channel] ?? 0) - low) * scale),
    ),
    height,
    width,
    channels: 1,
  }));
}
