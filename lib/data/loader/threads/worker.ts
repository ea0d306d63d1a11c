import { parentPort } from "node:worker_threads";
import { Image } from "../../image/image.ts";
import { reviveTransform } from "../../transforms/registry.ts";
import { PictureCache } from "../cache/cache.ts";
import { type Order, PictureMaker, type ReadPicture } from "../picture-maker.ts";
import { readPictureFile } from "../read-file.ts";
import type { SharedPictures } from "../recipe.ts";
import { expectRow, volumeOf } from "../row-shape.ts";
import { type EpochShare, type FromWorker, plainError, type ToWorker, type TurnShare } from "./messages.ts";
import { TurnProgress } from "./progress.ts";

/** A worker thread of the loader: makes pictures, into shared memory or to be sent. It loads no TensorFlow.js. */

interface OpenEpoch extends EpochShare {
  readonly maker: PictureMaker;
  readonly progress: TurnProgress;
}

const epochs = new Map<number, OpenEpoch>();

const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

function open(epoch: EpochShare): void {
  const { pictures, transforms, seed, cache } = epoch.recipe;
  const maker = new PictureMaker({
    read: readerOf(pictures),
    transforms: transforms.map(reviveTransform),
    seed,
    cache: cache && new PictureCache(cache),
  });
  epochs.set(epoch.id, { ...epoch, maker, progress: new TurnProgress(epoch.control) });
}

function readerOf(pictures: SharedPictures): ReadPicture {
  if (pictures.kind === "files") return (order) => readPictureFile(order, pictures.channels);
  const { pixels, height, width, channels } = pictures;
  const volume = height * width * channels;
  return ({ index }) => new Image({ values: pixels.subarray(index * volume, (index + 1) * volume), height, width, channels });
}

/** Makes pictures of a batch until all are taken. */
async function make({ id, turn, epoch, first, indices, names }: TurnShare): Promise<void> {
  const opened = epochs.get(id);
  if (!opened) return;
  const { progress } = opened;
  for (;;) {
    const row = progress.take(turn, indices.length);
    if (row === undefined) return;
    const order: Order = { index: indices[row] as number, epoch, place: first + row, name: names[row] as string };
    try {
      await (opened.rows ? fillRow(opened, { turn, row, order }) : sendPictures(opened, { turn, row, order }));
    } catch (error) {
      progress.fail(turn);
      say({ kind: "failed", id, turn, row, error: plainError(error) });
    }
    if (progress.finish(turn, indices.length)) say({ kind: "made", id, turn });
  }
}

interface RowWork {
  readonly turn: number;
  readonly row: number;
  readonly order: Order;
}

function fillRow({ maker, slots, rows }: OpenEpoch, { turn, row, order }: RowWork): void | Promise<void> {
  const target = slots[turn % slots.length];
  if (!rows || !target) throw new Error("Expected memory for the batch");
  const room = volumeOf(rows.shape);
  const written = maker.into(order, { target: target.subarray(row * room, (row + 1) * room) });
  const check = (shape: typeof rows.shape): void => expectRow(shape, rows.shape, { name: order.name, like: rows.like });
  return written instanceof Promise ? written.then(check) : check(written);
}

async function sendPictures({ id, maker }: OpenEpoch, { turn, row, order }: RowWork): Promise<void> {
  const pictures = (await maker.images(order)).map(({ values, height, width, channels }) => ({ values, height, width, channels }));
  const buffers = pictures.map(({ values }) => values.buffer).filter((buffer) => buffer instanceof ArrayBuffer);
  say({ kind: "pictures", id, turn, row, pictures }, Array.from(new Set(buffers)));
}

async function answer(message: ToWorker): Promise<void> {
  if (message.kind === "open") return open(message.epoch);
  if (message.kind === "make") return make(message.turn);
  epochs.delete(message.id);
  say({ kind: "closed", id: message.id });
}

/** One message after the other: a picture that is decoded asynchronously must not be overtaken by the end of its epoch. */
let turn: Promise<void> = Promise.resolve();
parentPort?.on("message", (message: ToWorker) => {
  turn = turn.then(() => answer(message));
});
