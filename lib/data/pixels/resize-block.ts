import type { Size } from "../transforms/transform.ts";
import type { Block, Rows } from "./block.ts";
import { type Axis, type Pass, sizeOf } from "./join-steps.ts";
import { columnsFirst } from "./resize-order.ts";
import { Scratch } from "./scratch.ts";

type Axes = Pick<Pass, "rows" | "columns">;

/** Resizes along both axes in Pillow's order; only what the result is made of. */
export function resize(scratch: Scratch, source: Block, { rows, columns }: Axes): Rows {
  const { kernels } = scratch;
  const { channels } = source;
  const { height, width } = sizeOf({ rows, columns });
  const across = tableFor(scratch, columns);
  const down = tableFor(scratch, rows);
  const sourceStride = source.width * channels;
  const origin = source.address + rows.start * sourceStride + columns.start * channels;
  const stride = strideFor(width * channels);
  if (columnsFirst({ height: rows.length, width: columns.length }, { height: down.to, width: across.to })) {
    const length = (across.end - across.first) * channels;
    const low = scratch.take(height * length); // [height, across.end - across.first, channels]
    kernels.resizeColumns(origin + across.first * channels, sourceStride, low, height, length, down.address, down.pairs);
    const target = scratch.take(height * stride); // [height, width, channels], with gaps
    kernels.resizeRows(low - across.first * channels, length, target, stride, height, width, channels, across.address, across.pairs);
    return { address: target, stride, mirrored: false };
  }
  const narrow = scratch.take((down.end - down.first) * stride); // [down.end - down.first, width, channels], with gaps
  const from = origin + down.first * sourceStride;
  kernels.resizeRows(from, sourceStride, narrow, stride, down.end - down.first, width, channels, across.address, across.pairs);
  const target = scratch.take(height * width * channels); // [height, width, channels]
  kernels.resizeColumns(narrow - down.first * stride, stride, target, height, width * channels, down.address, down.pairs);
  return { address: target, stride: width * channels, mirrored: false };
}

/** The most bytes that `resize` takes. */
export function resizeBytes({ rows, columns }: Axes, source: Size & { readonly channels: number }): number {
  const { channels } = source;
  const { height, width } = sizeOf({ rows, columns });
  const stride = strideFor(width * channels);
  const between = Math.max(rows.length * stride, height * columns.length * channels);
  const extraRow = Math.max(source.width * channels, stride); // may be read past the last
  return tableBytes(rows) + tableBytes(columns) + Scratch.taken(between) + Scratch.taken(height * stride) + extraRow;
}

interface Table {
  readonly address: number;
  readonly pairs: number;
  /** The length that the whole axis is resized to. */
  readonly to: number;
  /** The pixels that the outputs are made of: `first` … `end − 1`. */
  readonly first: number;
  readonly end: number;
}

/** The table of an axis; where only the other axis is resized, each pixel becomes itself. */
function tableFor(scratch: Scratch, axis: Axis): Table {
  const { to, start, length, mirrored } = axis.resized ?? { to: axis.length, start: 0, length: axis.length, mirrored: false };
  const pairs = scratch.kernels.tablePairs(axis.length, to, start, length);
  const address = scratch.take(length * (4 + 8 * pairs));
  scratch.kernels.makeTable(address, pairs, axis.length, to, start, length, axis.mirrored, mirrored);
  const one = scratch.words[address / 4] as number;
  const other = scratch.words[address / 4 + length - 1] as number; // one of the two is the least, the other the greatest
  return { address, pairs, to, first: Math.min(one, other), end: Math.min(axis.length, Math.max(one, other) + 2 * pairs) };
}

/** The most bytes of a table: an output is made of at most 2 · ratio + 1 pixels. */
function tableBytes({ length, resized }: Axis): number {
  const to = resized?.to ?? length;
  const pairs = Math.ceil(Math.max(1, length / to)) + 1;
  return Scratch.taken((resized?.length ?? length) * (4 + 8 * pairs));
}

/** `resizeRows` writes a byte past each row. */
const strideFor = (length: number): number => Math.ceil((length + 1) / 16) * 16;
