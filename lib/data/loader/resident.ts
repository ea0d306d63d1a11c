import { totalmem } from "node:os";
import { Random } from "../../base/index.ts";
import { memoryInPlace } from "../../device/index.ts";
import type { Size } from "../transforms/transform.ts";
import type { Turn } from "./batch-rows.ts";
import type { Loader } from "./loader.ts";
import type { AnyOptions } from "./options.ts";
import { pixelView } from "./pixel-view.ts";
import { type ResidentParts, residentParts } from "./resident-parts.ts";
import type { Supply } from "./supply.ts";

/** Of the machine's memory, what pictures may take that nobody asked to keep. */
const share = 1 / 8;
const most = 2 ** 30;
/** Numbers that tell which pixels a batch takes of a picture. */
const perView = 4;

/** All pictures of a loader as the transforms leave them that always do the same. The values are never written again. */
export interface ResidentPictures {
  /** `[N, H, W, C]`, in the order of the data set. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  /** `[N]`; −1 where a label is hidden. */
  readonly labels: Int32Array;
  /** The size that crops and flips leave, where there are any. */
  readonly view: Size | undefined;
  /**
   * What each batch of an epoch takes: places of pictures, `[batch]`. With a `view` four numbers for each picture, `[batch, 4]`: its place,
   * then which of its pixels comes first, and how many pixels further the next row and the next column lie.
   */
  batches(epoch: number): readonly Int32Array[];
}

/** How a loader keeps pictures. */
export interface ResidentPlan extends ResidentParts {
  /** The most bytes that they may take. */
  readonly mostBytes: number;
}

/**
 * How a loader keeps its pictures; undefined where it keeps none.
 *
 * @param supply of its pictures
 * @throws RangeError when that is asked for where transforms make new pixels in each epoch
 */
export function residentPlan(supply: Supply, options: AnyOptions): ResidentPlan | undefined {
  const { transforms = [], batchTransforms = [], collate, resident } = options;
  const parts = residentParts(transforms);
  const other = "neither" in parts ? parts.neither : (batchTransforms[0]?.name ?? (collate && "collate"));
  if (resident && other !== undefined) {
    throw new RangeError(
      `Expected transforms that make the same of a picture in each epoch, but for crops and flips, for resident: true but got ${other}.\n  Leave resident out: cache: "memory" keeps what comes before the first random transform.`,
    );
  }
  if (resident === false || other !== undefined || "neither" in parts) return undefined;
  if (resident) return { ...parts, mostBytes: Number.POSITIVE_INFINITY };
  return supply.files || !supply.shared ? undefined : { ...parts, mostBytes: Math.min(most, share * totalmem()) };
}

export interface ResidentSource {
  /** Goes through all pictures once, in their order, with the transforms that always do the same. */
  readonly loader: Loader;
  readonly plan: ResidentPlan;
  readonly seed: number | string;
  turns(epoch: number): readonly Turn[];
}

/**
 * All pictures of a loader, made now.
 *
 * @returns undefined where they take more bytes than they may
 * @throws what going through them throws
 */
export async function residentPictures({ loader, plan, seed, turns }: ResidentSource): Promise<ResidentPictures | undefined> {
  const { length } = loader.dataset;
  const labels = new Int32Array(length);
  let values: Float32Array | undefined;
  let done = 0;
  let size: readonly [number, number, number] = [0, 0, 0];
  for await (const batch of loader.at(0)) {
    const [count, ...shape] = batch.images.shape; // count, H, W, C
    const volume = shape.reduce((product, side) => product * side, 1);
    if (batch.crops !== 1 || length * volume * Float32Array.BYTES_PER_ELEMENT > plan.mostBytes) return undefined;
    values ??= memoryInPlace(length * volume); // [N, H, W, C]
    size = shape;
    values.set(await batch.images.data<"float32">(), done * volume);
    labels.set(await batch.labels.data<"int32">(), done);
    done += count;
  }
  if (!values) return undefined;
  const [height, width] = size;
  const { moves } = plan;
  const viewOf = (epoch: number, place: number) => pixelView({ height, width }, moves, Random.for(seed, "transform", epoch, place));
  const rowsOf = ({ epoch, first, indices }: Turn): Int32Array => {
    const rows = new Int32Array(indices.length * perView); // [batch, 4]
    for (const [at, index] of indices.entries()) {
      const { start, row, column } = viewOf(epoch, first + at);
      rows.set([index, start, row, column], at * perView);
    }
    return rows;
  };
  return {
    values,
    shape: [length, ...size],
    labels,
    view: moves.length > 0 ? viewOf(0, 0) : undefined,
    batches: (epoch) => turns(epoch).map((turn) => (moves.length > 0 ? rowsOf(turn) : turn.indices)),
  };
}
