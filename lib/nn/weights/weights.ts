/** Numbers with a shape that are not on an engine: what a file of weights holds under a name. */
export interface WeightArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array | Int8Array | Float64Array;
}

/** The tensors of a file of weights, by name, in the file's order. */
export type WeightArrays = ReadonlyMap<string, WeightArray>;

/** What a file of weights holds. */
export interface WeightFile {
  readonly weights: WeightArrays;
  /** What the file says of itself. */
  readonly metadata: Readonly<Record<string, string>>;
}
