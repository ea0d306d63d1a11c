import { memoryForTensors } from "../../device/index.ts";
import type { BatchMaker, Filled, Pictures, Turn } from "./batch-rows.ts";
import type { Order, PictureMaker } from "./picture-maker.ts";
import { expectRow, type RowShape, volumeOf } from "./row-shape.ts";

export interface MainThreadParts {
  readonly maker: PictureMaker;
  /** The file or id of each picture of the data set, `[N]`. */
  readonly names: readonly string[];
}

/** The orders of a batch's pictures. */
export function ordersOf({ epoch, first, indices }: Turn, names: readonly string[]): Order[] {
  return Array.from(indices, (index, row) => ({ index, epoch, place: first + row, name: names[index] ?? "" }));
}

/** Batches filled on the main thread, all into the same memory. */
export function filledHere(
  { maker, names }: MainThreadParts,
  rows: { readonly shape: RowShape; readonly like: string },
): BatchMaker<Filled> {
  const { height, width, channels, count } = rows.shape;
  const room = volumeOf(rows.shape);
  let memory: Float32Array | undefined;
  return {
    async next(turn) {
      const orders = ordersOf(turn, names);
      memory ??= memoryForTensors(orders.length * room); // [N · count, H, W, C]; no later batch is larger than the first
      for (const [row, order] of orders.entries()) {
        const made = maker.into(order, { target: memory.subarray(row * room, (row + 1) * room) });
        expectRow(made instanceof Promise ? await made : made, rows.shape, { name: order.name, like: rows.like });
      }
      const pictures = orders.length * count;
      return { values: memory.subarray(0, orders.length * room), shape: [pictures, height, width, channels], crops: count, free() {} };
    },
    close: async () => {},
  };
}

/** Batches whose pictures are made one by one on the main thread. */
export function picturesHere({ maker, names }: MainThreadParts): BatchMaker<Pictures> {
  return {
    async next(turn) {
      const pictures: Pictures[number][] = [];
      for (const order of ordersOf(turn, names)) pictures.push(await maker.images(order));
      return pictures;
    },
    close: async () => {},
  };
}
