import { readFileSync } from "node:fs";

/**
 * The pixel kernels: WebAssembly with SIMD, written in AssemblyScript in assembly/, built by build-kernels.ts. Addresses and strides are
 * bytes of `memory`. A kernel may read or write up to 63 bytes past the pixels that it works on.
 */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** How many pairs of taps a table has for each output. */
  tablePairs(from: number, to: number, first: number, count: number): number;
  makeTable(
    table: number,
    pairs: number,
    from: number,
    to: number,
    first: number,
    count: number,
    mirroredBefore: boolean,
    mirroredAfter: boolean,
  ): void;
  resizeRows(
    source: number,
    sourceStride: number,
    target: number,
    targetStride: number,
    height: number,
    width: number,
    channels: number,
    table: number,
    pairs: number,
  ): void;
  resizeColumns(source: number, sourceStride: number, target: number, height: number, length: number, table: number, pairs: number): void;
  copyRows(source: number, sourceStride: number, target: number, height: number, width: number, channels: number, mirrored: boolean): void;
  scaleRows(
    source: number,
    sourceStride: number,
    target: number,
    height: number,
    width: number,
    channels: number,
    mirrored: boolean,
    stages: number,
    count: number,
    line: number,
  ): void;
}

/** The kernels with a memory of their own of so many bytes, which never moves. */
export function startKernels(bytes: number): Kernels {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("./kernels.wasm", import.meta.url)));
  const { exports } = new WebAssembly.Instance(compiled);
  exports.memory.grow(Math.ceil(bytes / pageBytes));
  return exports;
}

const pageBytes = 65_536;
let compiled: object | undefined;

/** What is needed here of an interface that TypeScript knows in browsers only. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: Kernels };
  };
};
