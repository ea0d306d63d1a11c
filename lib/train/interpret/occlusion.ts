import { setImmediate } from "node:timers/promises";
import { cellSignal, positiveInteger } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { formatNumber, type Late, late, progress } from "../../plot/index.ts";
import { answersIn, predictionsFrom } from "../answers.ts";
import { endBadly, Stopped } from "../batches.ts";
import type { Sight } from "./grad-cam.ts";
import { type ClassChoice, labelOf, type Outlook, outlookOf } from "./outlook.ts";
import { PictureHeat } from "./picture-heat.ts";
import { type PictureInput, pictureTensor, visibleTensor } from "./picture-input.ts";

export interface OcclusionOptions {
  /** Side of the square that hides a part of the picture, in pixels; a quarter of the shorter side unless told. */
  readonly size?: number;
  /** How far it moves each time, in pixels; half its side unless told. */
  readonly stride?: number;
  /** The class that is asked about, by number or name; the one that the model predicts unless told. */
  readonly class?: ClassChoice;
}

/** Hidden pictures that the model gets at once. */
const batchSize = 32;

/**
 * Which parts of a picture a model needs: a square of the picture's mean colour moves over it, and each pixel is told by how much the
 * class's probability falls while it is hidden (blue where it rises). It asks the model only, so that it works for any.
 *
 * Zeiler and Fergus, "Visualizing and understanding convolutional networks" (2014), section 4.2.
 *
 * @param picture an `Image` or a tensor, as the model takes it
 * @param options.classes names of the classes, for the title and to choose one by name
 * @throws RangeError when the square is larger than the picture, or the model does not take the picture
 * @throws Stopped when the running cell was stopped
 * @example
 * show(occlusion(model, image, { size: 8, stride: 4 }));
 */
export function occlusion(
  model: tf.LayersModel,
  picture: PictureInput,
  { classes, ...options }: OcclusionOptions & { readonly classes?: readonly string[] } = {},
): Late<PictureHeat> {
  return late(occlusionOf(model, { batch: pictureTensor(model, picture), outlook: outlookOf(model, classes) }, options));
}

export async function occlusionOf(
  model: tf.LayersModel,
  { batch, outlook, caption = "picture" }: Sight,
  options: OcclusionOptions,
): Promise<PictureHeat> {
  try {
    const [, height, width] = batch.shape;
    const {
      size = Math.max(1, Math.round(Math.min(height, width) / 4)),
      stride = Math.max(1, Math.floor(size / 2)),
      class: choice,
    } = options;
    const squares = squaresOn({ height, width, size, stride });
    const { meaning, classes, range } = outlook;
    const whole = await answers(model, batch, meaning); // [columns]
    const predicted = predictionsFrom({ task: meaning.task, width: whole.length, numbers: whole }).classes[0] ?? 0;
    const label = meaning.task === "values" ? 0 : choice === undefined ? predicted : labelOf(choice, classes);
    const score = whole[label] ?? 0;
    const hidden = await hiddenScores(model, batch, { squares, label, columns: whole.length, meaning });
    const about = meaning.task === "values" ? `the value ${formatNumber(score)}` : `${classes[label]}, probability ${score.toFixed(2)}`;
    const falls = hidden.map((value) => score - value);
    return new PictureHeat({
      picture: await visibleTensor(batch, range),
      heat: meanFalls(falls, squares, { height, width }),
      label,
      score,
      title: `What is needed for ${about}`,
      captions: [caption, captionOf(size, falls)],
    });
  } finally {
    batch.dispose();
  }
}

/** What was done, and what the colours stand for at most. */
function captionOf(size: number, falls: readonly number[]): string {
  const [most, least] = [Math.max(...falls), Math.min(...falls)];
  const colours = [
    ...(most > 0 ? [`orange: falls by up to ${most.toFixed(2)}`] : []),
    ...(least < 0 ? [`blue: rises by up to ${(-least).toFixed(2)}`] : []),
  ];
  return [`${size} × ${size} hidden`, ...colours].join("\n");
}

/** A square that hides rows `top` … `bottom` − 1 and columns `left` … `right` − 1. */
interface Square {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface Grid {
  readonly height: number;
  readonly width: number;
  readonly size: number;
  readonly stride: number;
}

/** The squares at all steps; the last ones end at the picture's edge, so that each pixel is hidden at least once. */
function squaresOn({ height, width, size, stride }: Grid): Square[] {
  positiveInteger({ size, stride });
  if (size > Math.min(height, width)) {
    throw new RangeError(`Expected size to be at most ${Math.min(height, width)}, the picture's shorter side, but got ${size}`);
  }
  if (stride > size) {
    throw new RangeError(`Expected stride to be at most size, ${size}, but got ${stride}: parts between two squares would never be hidden`);
  }
  const starts = (length: number): number[] =>
    Array.from({ length: Math.ceil((length - size) / stride) + 1 }, (_, step) => Math.min(step * stride, length - size));
  return starts(height).flatMap((top) => starts(width).map((left) => ({ top, bottom: top + size, left, right: left + size })));
}

async function answers(model: tf.LayersModel, batch: tf.Tensor4D, meaning: Outlook["meaning"]): Promise<Float32Array> {
  const told = tf.tidy(() => answersIn(model.apply(batch, { training: false }) as tf.Tensor, meaning)); // [N, columns]
  try {
    return (await told.data()) as Float32Array;
  } finally {
    told.dispose();
  }
}

interface Hiding {
  readonly squares: readonly Square[];
  readonly label: number;
  readonly columns: number;
  readonly meaning: Outlook["meaning"];
}

/** The class's number with each square hidden. */
async function hiddenScores(model: tf.LayersModel, batch: tf.Tensor4D, { squares, label, columns, meaning }: Hiding): Promise<number[]> {
  const signal = cellSignal();
  const bar = progress({ title: "Hiding parts of the picture", total: squares.length, unit: "part" });
  const scores: number[] = [];
  try {
    for (let first = 0; first < squares.length; first += batchSize) {
      await setImmediate(); // a turn of the event loop, in which a press on Stop can come in
      if (signal?.aborted) throw new Stopped(first / batchSize);
      const some = squares.slice(first, first + batchSize);
      const pictures = hide(batch, some); // [n, H, W, C]
      try {
        const told = await answers(model, pictures, meaning); // [n, columns]
        scores.push(...some.map((_, row) => told[row * columns + label] ?? 0));
      } finally {
        pictures.dispose();
      }
      bar.advance(some.length);
    }
    bar.done();
    return scores;
  } catch (error) {
    throw endBadly(bar, error, "Run the cell again to see the whole picture, or take a larger stride.");
  }
}

/** Copies of a picture `[1, H, W, C]`, in each of which another square has the picture's mean colour, `[squares, H, W, C]`. */
function hide(batch: tf.Tensor4D, squares: readonly Square[]): tf.Tensor4D {
  const [, height, width] = batch.shape;
  const masks = new Float32Array(squares.length * height * width); // 1 where hidden
  for (const [index, { top, bottom, left, right }] of squares.entries()) {
    for (let row = top; row < bottom; row++) {
      const start = (index * height + row) * width;
      masks.fill(1, start + left, start + right);
    }
  }
  return tf.tidy(() => {
    const mask = tf.tensor4d(masks, [squares.length, height, width, 1]);
    const mean = tf.mean(batch, [1, 2], true); // [1, 1, 1, C]
    return tf.add(batch, tf.mul(mask, tf.sub(mean, batch))) as tf.Tensor4D; // [squares, H, W, C]
  });
}

/** For each pixel the mean over the squares that hid it, `[height, width]`. */
function meanFalls(falls: readonly number[], squares: readonly Square[], { height, width }: Pick<Grid, "height" | "width">): Float32Array {
  const sums = new Float32Array(height * width);
  const counts = new Uint32Array(height * width);
  for (const [index, { top, bottom, left, right }] of squares.entries()) {
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const pixel = row * width + column;
        sums[pixel] = (sums[pixel] ?? 0) + (falls[index] ?? 0);
        counts[pixel] = (counts[pixel] ?? 0) + 1;
      }
    }
  }
  return sums.map((sum, pixel) => sum / (counts[pixel] ?? 1));
}
