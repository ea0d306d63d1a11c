import { Random } from "../../base/index.ts";
import type { MixedBatch } from "../transforms/batch-transform.ts";
import { Batch, oneHot } from "./batch.ts";
import type { Batches, Filled, Turn } from "./batch-rows.ts";
import type { LoaderOptions, Sample } from "./options.ts";
import type { PictureSource } from "./picture-source.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** Batches of tensors. */
export function tensorBatches(source: PictureSource, { batchTransforms = [], seed = 0 }: LoaderOptions): Batches<Batch> {
  const { supply } = source;

  /** The class of each row, `[N · crops]`. */
  const labelsOf = (turn: Turn, crops: number): Int32Array =>
    Int32Array.from({ length: turn.indices.length * crops }, (_, row) => supply.label(turn.indices[Math.floor(row / crops)] ?? 0));

  const batchOf = (turn: Turn, { values, shape, crops }: Filled): Batch => {
    const labels = labelsOf(turn, crops);
    const { classes } = supply;
    if (batchTransforms.length === 0) return new Batch({ values, shape, labels, targets: undefined, classes, crops });
    if (!classes || labels.includes(-1)) {
      throw new RangeError(
        `Expected pictures with labels of named classes for ${batchTransforms.map(({ name }) => name).join(", ")}, which mix labels too, but got ${classes ? "hidden labels" : "a data set without classes"}.`,
      );
    }
    let mixed: MixedBatch = { images: values, targets: oneHot(labels, classes.length) };
    for (const [place, transform] of batchTransforms.entries()) {
      const random = Random.for(seed, "batch transform", turn.epoch, turn.turn, place);
      mixed = transform.mix({ ...mixed, shape }, random);
    }
    return new Batch({ values: mixed.images, shape, labels, targets: mixed.targets, classes, crops });
  };

  return {
    async begin(turns, options) {
      const { maker, close } = await source.fill(turns, options);
      return {
        async next(turn, signal) {
          const filled = await unlessAborted(maker.next(turn), signal);
          const batch = batchOf(turn, filled);
          filled.free();
          return batch;
        },
        close,
      };
    },
  };
}

/** Batches of a form of the user's own. */
export function collatedBatches<T>(source: PictureSource, collate: (samples: readonly Sample[]) => T): Batches<T> {
  const { supply } = source;
  return {
    async begin(turns, options) {
      const { maker, close } = await source.pictures(turns, options);
      return {
        async next(turn, signal) {
          const rows = await unlessAborted(maker.next(turn), signal);
          const samples = rows.flatMap((images, row): Sample[] => {
            const index = turn.indices[row] ?? 0;
            return images.map((image) => ({ image, label: supply.label(index), id: supply.id(index) }));
          });
          return collate(samples);
        },
        close,
      };
    },
  };
}
