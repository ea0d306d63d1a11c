import { plural } from "../../base/index.ts";
import type { tf } from "../../device/index.ts";
import { type ContactSheet, type Late, late } from "../../plot/index.ts";
import { findLayer, firstConvolution, type LayerChoice } from "./find-layer.ts";
import { layerSteps } from "./layer-steps.ts";
import { pictureSheet, type Raster } from "./picture-sheet.ts";

/** Filters and input channels that are shown at most where each filter has many channels; filters else. */
const most = { filters: 8, channels: 12, pictures: 256 } as const;
/** Pixels of the screen of a filter's longer side. */
const side = 64;

/**
 * The filters of a convolution, the first one unless told, as small pictures: weights of 0 are grey, positive ones bright, negative ones
 * dark, all on one scale. Those that look at red, green and blue are in colour; deeper ones are shown channel by channel, a row each.
 *
 * Zeiler and Fergus, "Visualizing and understanding convolutional networks" (2014), figure 6.
 *
 * @throws RangeError when the model has no convolution or no such layer; TypeError when the layer has no filters
 * @example
 * show(filters(model));
 */
export function filters(model: tf.LayersModel, layer?: LayerChoice): Late<ContactSheet> {
  return late(filterSheet(kernelOf(model, layer)));
}

interface Kernel {
  readonly name: string;
  /** `[height, width, inputs, filters]` */
  readonly weights: tf.Tensor;
}

/** @throws TypeError when the layer has no weights that slide over a picture */
function kernelOf(model: tf.LayersModel, choice: LayerChoice | undefined): Kernel {
  const steps = layerSteps(model);
  const { layer } = choice === undefined ? firstConvolution(steps, "whose filters can be shown") : findLayer(steps, choice);
  const weights = layer.weights.map((weight) => weight.read()).find(({ rank }) => rank === 4);
  if (weights) return { name: layer.name, weights };
  throw new TypeError(
    `Expected a layer with filters, such as a convolution, but "${layer.name}" is a ${layer.getClassName()}.\n  filters(model) takes the first convolution; featureMaps(model, picture, { layer }) shows what any layer makes.`,
  );
}

async function filterSheet({ name, weights }: Kernel): Promise<ContactSheet> {
  const [height = 1, width = 1, inputs = 1, count = 1] = weights.shape;
  const values = (await weights.data()) as Float32Array; // [height, width, inputs, count]
  const greatest = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const brightness = (place: number): number => Math.round(127.5 + (127.5 * (values[place] ?? 0)) / greatest);
  /** One filter's weights for some of its input channels, `[height, width, channels.length]`. */
  const raster = (filter: number, channels: readonly number[]): Raster => ({
    pixels: Uint8Array.from({ length: height * width * channels.length }, (_, index) => {
      const [pixel, channel] = [Math.floor(index / channels.length), channels[index % channels.length] ?? 0];
      return brightness((pixel * inputs + channel) * count + filter);
    }),
    height,
    width,
    channels: channels.length,
  });
  const size = `${plural(count, "filter")} of ${height} × ${width}`;
  if (inputs === 1 || inputs === 3) {
    const shown = Math.min(count, most.pictures);
    const channels = Array.from({ length: inputs }, (_, channel) => channel);
    return pictureSheet(
      Array.from({ length: shown }, (_, filter) => raster(filter, channels)),
      { title: `${name}: ${shown < count ? `${shown} of ` : ""}${size}`, side },
    );
  }
  const [rows, columns] = [Math.min(count, most.filters), Math.min(inputs, most.channels)];
  return pictureSheet(
    Array.from({ length: rows * columns }, (_, place) => raster(Math.floor(place / columns), [place % columns])),
    { title: `${name}: ${rows} of ${size}, a row each; ${columns} of their ${inputs} channels`, columns, side },
  );
}
