import type { GpuReading } from "./gpu-reading.ts";

/** What the process used at one moment. */
export interface Sample {
  /** Since the watch began. */
  readonly seconds: number;
  /** Percent of all cores that the process kept busy since the sample before. */
  readonly cpu: number;
  /** Bytes of main memory that the process occupies (its resident set). */
  readonly processBytes: number;
  /** Bytes of the tensors that were not disposed yet. */
  readonly tensorBytes: number;
  /** On the engine `cuda`. */
  readonly gpu: GpuReading | undefined;
}
