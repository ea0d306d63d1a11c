import { BrokenPicture } from "../../image/broken-picture.ts";
import type { Recipe } from "../recipe.ts";
import type { RowShape } from "../row-shape.ts";

/** What the main thread tells a worker. */
export type ToWorker =
  | { readonly kind: "open"; readonly epoch: EpochShare }
  | { readonly kind: "make"; readonly turn: TurnShare }
  | { readonly kind: "close"; readonly id: number };

/** An epoch of a loader, as every worker that takes part is told of it. */
export interface EpochShare {
  /** Tells it from other epochs that are under way. */
  readonly id: number;
  readonly recipe: Recipe;
  /** See `Progress`. */
  readonly control: Int32Array;
  /** Memory for batches that are made at the same time; turn `t` goes into the one at `t % slots.length`. None where pictures are sent. */
  readonly slots: readonly Float32Array[];
  /** What each picture must become, and the name of the one that it was learnt from; undefined where pictures are sent. */
  readonly rows: { readonly shape: RowShape; readonly like: string } | undefined;
}

/** A batch to be made. All workers are told of it; each takes one picture after the other until none is left. */
export interface TurnShare {
  readonly id: number;
  readonly turn: number;
  readonly epoch: number;
  /** Place of its first picture in the epoch. */
  readonly first: number;
  /** Places of its pictures in the data set, `[N]`. */
  readonly indices: Int32Array;
  /** Their files or ids, `[N]`. */
  readonly names: readonly string[];
}

/** What a worker tells the main thread. */
export type FromWorker =
  | { readonly kind: "made"; readonly id: number; readonly turn: number }
  | { readonly kind: "failed"; readonly id: number; readonly turn: number; readonly row: number; readonly error: PlainError }
  | {
      readonly kind: "pictures";
      readonly id: number;
      readonly turn: number;
      readonly row: number;
      readonly pictures: readonly PlainPicture[];
    }
  | { readonly kind: "closed"; readonly id: number };

/** A picture as it travels between threads. */
export interface PlainPicture {
  readonly values: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** An error in plain data: a thrown object would lose its class on the way. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a file that is no good picture: its name, what is wrong with it, and the mend. */
  readonly broken: { readonly picture: string; readonly reason: string; readonly hint: string } | undefined;
}

export function plainError(thrown: unknown): PlainError {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const broken = thrown instanceof BrokenPicture ? { picture: thrown.picture, reason: thrown.reason, hint: thrown.hint } : undefined;
  return { name, message, stack, broken };
}

/** The error of a worker, thrown here: of the same class where it is about a file, or one of JavaScript's own. */
export function revivedError({ name, message, stack, broken }: PlainError): Error {
  if (broken) return new BrokenPicture(broken.picture, broken.reason, { hint: broken.hint });
  const error = name === "RangeError" ? new RangeError(message) : name === "TypeError" ? new TypeError(message) : new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
