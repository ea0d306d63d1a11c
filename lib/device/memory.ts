import { formatBytes, plural } from "../base/format.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../plot/mime.ts";
import { usedGpuBytes } from "./engines/nvidia.ts";
import { tf } from "./tensorflow.ts";
import { current } from "./use.ts";

/** What is held in memory at one moment: shows itself. */
export class MemoryReport implements Displayable {
  /** Tensors that were not disposed yet. */
  readonly tensors: number;
  /** Bytes of their values. */
  readonly bytes: number;
  /** Bytes of main memory that the process occupies (its resident set). */
  readonly processBytes: number;
  /** Bytes of GPU memory that the process holds; undefined without a GPU or where its driver does not say. */
  readonly gpuBytes: number | undefined;

  constructor(parts: Pick<MemoryReport, "tensors" | "bytes" | "processBytes" | "gpuBytes">) {
    this.tensors = parts.tensors;
    this.bytes = parts.bytes;
    this.processBytes = parts.processBytes;
    this.gpuBytes = parts.gpuBytes;
  }

  /** `12 tensors, 1.2 MB; process 310.4 MB` */
  toString(): string {
    const gpu = this.gpuBytes === undefined ? "" : `; GPU ${formatBytes(this.gpuBytes)}`;
    return `${plural(this.tensors, "tensor")}, ${formatBytes(this.bytes)}; process ${formatBytes(this.processBytes)}${gpu}`;
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": String(this), "text/html": `<div>${this}</div>` };
  }
}

/** Counts what is held in memory now. */
export function memory(): MemoryReport {
  const held = tf.memory() as ReturnType<typeof tf.memory> & { readonly numBytesInGPU?: number };
  return new MemoryReport({
    tensors: held.numTensors,
    bytes: held.numBytes,
    processBytes: process.memoryUsage.rss(),
    gpuBytes: current()?.engine === "cuda" ? usedGpuBytes(process.pid) : held.numBytesInGPU,
  });
}
