import type { Random } from "../../base/index.ts";

/** The pictures of a batch and what each of them should be taken for. */
export interface MixedBatch {
  /** `[N, H, W, C]` */
  readonly images: Float32Array;
  /** `[N, classes]`; each row holds the shares of the classes and sums to 1: one-hot, unless pictures were mixed. */
  readonly targets: Float32Array;
}

/** Something that is done to a whole batch, such as `mixup`: it mixes pictures, and their targets with them. One can follow another. */
export interface BatchTransform {
  /** As it is called in `transforms`, such as `mixup`. */
  readonly name: string;
  /** A new batch of the same shapes; the one that it takes stays as it is. */
  mix(batch: MixedBatch & { readonly shape: readonly [number, number, number, number] }, random: Random): MixedBatch;
}
