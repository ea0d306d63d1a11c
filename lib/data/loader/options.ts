import { availableParallelism } from "node:os";
import { describe, oneOf, positiveInteger } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import type { Sampler } from "../samplers/index.ts";
import type { BatchTransform } from "../transforms/batch-transform.ts";
import type { Transform } from "../transforms/transform.ts";

/** A picture as it goes into a batch. */
export interface Sample {
  /** As the transforms made it. */
  readonly image: Image;
  /** Its class; −1 where the data set hides it. */
  readonly label: number;
  readonly id: string;
}

export interface LoaderOptions {
  /** Pictures in a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** A new order each time the batches are gone through. */
  readonly shuffle?: boolean;
  /** What orders and transforms draw from: the same seed gives the same batches to the bit, with any number of workers. */
  readonly seed?: number | string;
  /** Leaves out a last batch that is not full. */
  readonly dropLast?: boolean;
  /** Chooses pictures and their order in the place of `shuffle`. */
  readonly sampler?: Sampler;
  /** What is done to each picture. Bytes that no transform has made floats become 0 … 1 at the end. */
  readonly transforms?: readonly Transform[];
  /** What is done to each whole batch, such as `mixup`. */
  readonly batchTransforms?: readonly BatchTransform[];
  /**
   * Threads that make pictures while the loop's body computes; 0 for none. Unless told, files have one a core but one, at most 8, and so
   * have large pictures in memory whose transforms work pixel by pixel; other pictures in memory have none. A data set whose pictures
   * come from a function of yours is always read on the main thread.
   */
  readonly workers?: number;
  /** Batches that workers make ahead; 2 unless told. */
  readonly prefetch?: number;
  /**
   * Keeps what the first transforms that draw no random numbers make of each picture, as bytes: in the first epoch pictures are decoded
   * and kept, later ones only do the rest. Begin with `T.resize(…)` then. `"memory"` lasts as long as the loader and trusts that files
   * don't change; `"disk"` serves later processes too, which check each entry against its file's size and time. Default `false`: memory
   * and disk are taken only where somebody asked for it.
   */
  readonly cache?: "memory" | "disk" | false;
  /**
   * Keeps every picture as the transforms leave it, as float32, so that a training step takes pictures by their
   * numbers from TensorFlow's memory and nothing is made or copied any more. Random crops and flips are done by the step then, as it takes the
   * pixels; other random transforms make new ones, and so does what follows them. Unless told, data sets in memory are kept that take at most
   * an eighth of the machine's memory and a gigabyte. Other engines than TensorFlow's make no use of it.
   */
  readonly resident?: boolean;
  /** The most bytes that the cache may take; half of what is free unless told. What does not fit is decoded each time. */
  readonly cacheBytes?: number;
}

/** Options of a loader that makes batches of a form of its own. */
export interface CollateOptions<T> extends LoaderOptions {
  /** Makes a batch of its pictures, which may differ in size; PyTorch's `collate_fn`. A `dispose()` that it has is called after its turn. */
  readonly collate: (samples: readonly Sample[]) => T;
}

/** Options of either kind. */
export type AnyOptions = LoaderOptions & { readonly collate?: CollateOptions<unknown>["collate"] | undefined };

const names: readonly string[] = [
  ...[
    "batchSize",
    "shuffle",
    "seed",
    "dropLast",
    "sampler",
    "transforms",
    "batchTransforms",
    "workers",
    "prefetch",
    "cache",
    "cacheBytes",
    "resident",
  ],
  "collate",
];
const mostWorkers = 8;
/** More threads than this are a slip of the pen. */
const sensibleWorkers = 64;

/** @throws RangeError or TypeError when an option has a value that it can't have, or is none */
export function checkOptions(options: AnyOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`Expected options such as { batchSize: 64 } but got ${describe(options)}`);
  }
  for (const name of Object.keys(options)) oneOf({ "each option of a loader": name }, names);
  const { batchSize, shuffle = false, seed, dropLast = false, sampler, transforms = [], batchTransforms = [], collate } = options;
  const { workers, prefetch = 1, cache = false, cacheBytes = 1, resident = false } = options;
  positiveInteger({ batchSize, prefetch, cacheBytes });
  oneOf({ shuffle }, [true, false]);
  oneOf({ dropLast }, [true, false]);
  oneOf({ cache }, [false, "memory", "disk"]);
  oneOf({ resident }, [true, false]);
  if (seed !== undefined && typeof seed !== "number" && typeof seed !== "string") {
    throw new TypeError(`Expected seed to be a number or a string but got ${describe(seed)}`);
  }
  if (workers !== undefined && !(Number.isInteger(workers) && workers >= 0 && workers <= sensibleWorkers)) {
    throw new RangeError(`Expected workers to be a whole number between 0 and ${sensibleWorkers} but got ${describe(workers)}`);
  }
  if (sampler && shuffle) {
    throw new RangeError("Expected shuffle or sampler but got both: a sampler chooses the order. randomSampler(dataset) shuffles.");
  }
  if (sampler !== undefined && typeof sampler?.order !== "function") {
    throw new TypeError(`Expected sampler to be one such as balancedSampler(dataset) but got ${describe(sampler)}`);
  }
  expectEach(transforms, { name: "transforms", method: "apply", example: "[T.resize(160), T.randomCrop(128)]" });
  expectEach(batchTransforms, { name: "batchTransforms", method: "mix", example: "[T.mixup()]" });
  if (collate !== undefined && typeof collate !== "function") {
    throw new TypeError(`Expected collate to be a function of samples but got ${describe(collate)}`);
  }
  if (collate && batchTransforms.length > 0) {
    throw new RangeError(
      "Expected collate or batchTransforms but got both: do to the batch inside collate what the batch transforms would.",
    );
  }
}

interface Wanted {
  readonly name: string;
  /** A method that only the right values have. */
  readonly method: "apply" | "mix";
  readonly example: string;
}

function expectEach(values: unknown, { name, method, example }: Wanted): void {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  const wrong = list.find((value) => !hasMethod(value, method));
  if (Array.isArray(values) && wrong === undefined) return;
  const mend =
    typeof wrong === "function"
      ? " Are the brackets of its call missing?"
      : hasMethod(wrong, method === "apply" ? "mix" : "apply")
        ? ` It belongs into ${method === "apply" ? "batchTransforms" : "transforms"}.`
        : "";
  throw new TypeError(`Expected ${name} to be a list such as ${example} but got ${describe(wrong ?? values)}.${mend}`);
}

/** Whether an object has a method; a function, which has `apply` too, is none. */
function hasMethod(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && typeof (value as Readonly<Record<string, unknown>>)[method] === "function";
}

/** Threads for work that is worth some. */
export function defaultWorkers(): number {
  return Math.min(mostWorkers, Math.max(1, availableParallelism() - 1));
}
