import type { Size } from "../transforms/transform.ts";
import type { Block, Rows } from "./block.ts";
import { type Pass, sizeOf } from "./join-steps.ts";
import { resize, resizeBytes } from "./resize-block.ts";
import { Scratch } from "./scratch.ts";

/** Float32s of a stage of `scaleRows`: 12 factors, 12 terms, those of the channels over and over. */
const period = 12;
const stageBytes = 2 * period * 4;

/** @param alike where the result will be copied to, if known: a byte's place, of which the last 3 bits count */
export function runPass(scratch: Scratch, source: Block, pass: Pass, alike = 0): Block {
  const { scales } = pass;
  const { channels } = source;
  const { height, width } = sizeOf(pass);
  const isResized = pass.rows.resized !== undefined || pass.columns.resized !== undefined;
  const { address, stride, mirrored } = isResized ? resize(scratch, source, pass) : inPlace(source, pass);
  const result = { height, width, channels, float: scales.length > 0 };
  if (scales.length > 0) {
    const stages = writeStages(scratch, scales, channels);
    const line = scratch.take(width * channels);
    const target = scratch.take(4 * height * width * channels, alike);
    scratch.kernels.scaleRows(address, stride, target, height, width, channels, mirrored, stages, scales.length, line);
    return { ...result, address: target };
  }
  if (isResized && stride === width * channels) return { ...result, address };
  const target = scratch.take(height * width * channels, alike);
  scratch.kernels.copyRows(address, stride, target, height, width, channels, mirrored);
  return { ...result, address: target };
}

/** The most bytes that `runPass` takes. */
export function bytesOf({ rows, columns, scales }: Pass, source: Size & { readonly channels: number }): number {
  const { channels } = source;
  const { height, width } = sizeOf({ rows, columns });
  const pixels = height * width * channels;
  let bytes = Scratch.taken(pixels);
  if (rows.resized || columns.resized) bytes += resizeBytes({ rows, columns }, source);
  if (scales.length > 0) bytes += Scratch.taken(scales.length * stageBytes) + Scratch.taken(width * channels) + Scratch.taken(4 * pixels);
  return bytes;
}

/** What the result is made of, when nothing is resized. */
function inPlace({ address, width, channels }: Block, { rows, columns }: Pass): Rows {
  const first = rows.mirrored ? rows.start + rows.length - 1 : rows.start;
  const stride = width * channels;
  return {
    address: address + first * stride + columns.start * channels,
    stride: rows.mirrored ? -stride : stride,
    mirrored: columns.mirrored,
  };
}

function writeStages(scratch: Scratch, scales: Pass["scales"], channels: number): number {
  const address = scratch.take(scales.length * stageBytes);
  let at = address / 4;
  for (const scale of scales) {
    for (const numbers of [scale.multiply, scale.add]) {
      for (let place = 0; place < period; place++) {
        scratch.floats[at++] = numbers[numbers.length === 1 ? 0 : place % channels] as number;
      }
    }
  }
  return address;
}
