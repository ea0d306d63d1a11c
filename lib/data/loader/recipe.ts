import type { TransformDescription } from "../transforms/registry.ts";
import type { CacheShare } from "./cache/cache.ts";

/** Where pictures come from, for any thread: files, or bytes in shared memory. */
export type SharedPictures =
  | { readonly kind: "files"; readonly channels: 1 | 3 }
  | {
      readonly kind: "pixels";
      /** `[N, height, width, channels]` */
      readonly pixels: Uint8Array;
      readonly height: number;
      readonly width: number;
      readonly channels: number;
    };

/** All that a thread needs to know to make the pictures of a loader: plain data. */
export interface Recipe {
  readonly pictures: SharedPictures;
  readonly transforms: readonly TransformDescription[];
  readonly seed: number | string;
  readonly cache: CacheShare | undefined;
}
