/** Which pictures of a data set an epoch has, and in which order. PyTorch's `Sampler`. */
export interface Sampler {
  /** Pictures an epoch. */
  readonly length: number;
  /** Their places in the data set, `[length]`: the same for the same epoch, however often it is asked for. */
  order(epoch: number): Int32Array;
}

export interface SamplerOptions {
  /** What orders are drawn from: the same seed gives the same ones; 0 unless told. */
  readonly seed?: number | string;
}
