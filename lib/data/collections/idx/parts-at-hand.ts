import { Problem } from "../../../base/index.ts";
import type { ImageDataset } from "../../image-dataset.ts";

/** The two parts of a data set. */
export interface TrainAndTest {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/**
 * Both parts, or the one that can be had: a mirror may hold only the test part. To use the other throws the Problem that
 * says why it is not there.
 *
 * @throws Problem when neither can be had, or when it was stopped
 */
export async function partsAtHand(title: string, read: (split: "train" | "test") => Promise<ImageDataset>): Promise<TrainAndTest> {
  const train = await read("train").catch(missing); // one after the other, so that one progress bar is shown at a time
  const test = await read("test").catch(missing);
  if (train instanceof Problem && test instanceof Problem) throw train;
  const parts = {};
  Object.defineProperty(parts, "train", property(title, "train", train));
  Object.defineProperty(parts, "test", property(title, "test", test));
  return parts as TrainAndTest;
}

function missing(error: unknown): Problem {
  if (error instanceof Problem && error.code !== "stopped") return error;
  throw error;
}

function property(title: string, split: "train" | "test", read: ImageDataset | Problem): PropertyDescriptor {
  if (!(read instanceof Problem)) return { value: read, enumerable: true };
  const other = split === "train" ? "test" : "train";
  const words = `The ${split} part of ${title} could not be had; only the ${other} part is here. ${read.message}`;
  return {
    // Not enumerable: who shows the parts does not ask for it.
    get: () => {
      throw new Problem(read.code, words, { hint: read.hint, cause: read });
    },
  };
}
