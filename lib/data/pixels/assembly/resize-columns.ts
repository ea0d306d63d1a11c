/**
 * Resizes along the columns by a table: each output row is a weighted sum of source rows. A row is `length` bytes, whatever its
 * channels; output rows follow each other without a gap.
 */
export function resizeColumns(source: usize, sourceStride: i32, target: usize, height: i32, length: i32, table: usize, pairs: i32): void {
  let weights = table + (height << 2);
  for (let row = 0; row < height; row++) {
    const start = source + load<i32>(table + (row << 2)) * sourceStride;
    for (let column = 0; column < length; column += 16) sixteenBytes(start + column, sourceStride, target + column, weights, pairs);
    weights += pairs << 3;
    target += length;
  }
}

const HALF: i32 = 1 << 21; // of 2²², which is a weight of 1

// @ts-ignore: decorator
@inline
function sixteenBytes(source: usize, stride: i32, target: usize, weights: usize, pairs: i32): void {
  let upper0 = i32x4.splat(0), upper1 = i32x4.splat(0), upper2 = i32x4.splat(0), upper3 = i32x4.splat(0);
  let lower0 = i32x4.splat(HALF), lower1 = i32x4.splat(HALF), lower2 = i32x4.splat(HALF), lower3 = i32x4.splat(HALF);
  for (const last = weights + (pairs << 3); weights < last; weights += 8) {
    const upper = v128.load32_splat(weights);
    const lower = v128.load32_splat(weights, 4);
    const first = v128.load(source);
    const second = v128.load(source + stride);
    const left = i8x16.shuffle(first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const right = i8x16.shuffle(first, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const a = i16x8.extend_low_i8x16_u(left);
    const b = i16x8.extend_high_i8x16_u(left);
    const c = i16x8.extend_low_i8x16_u(right);
    const d = i16x8.extend_high_i8x16_u(right);
    upper0 = i32x4.add(upper0, i32x4.dot_i16x8_s(a, upper));
    lower0 = i32x4.add(lower0, i32x4.dot_i16x8_s(a, lower));
    upper1 = i32x4.add(upper1, i32x4.dot_i16x8_s(b, upper));
    lower1 = i32x4.add(lower1, i32x4.dot_i16x8_s(b, lower));
    upper2 = i32x4.add(upper2, i32x4.dot_i16x8_s(c, upper));
    lower2 = i32x4.add(lower2, i32x4.dot_i16x8_s(c, lower));
    upper3 = i32x4.add(upper3, i32x4.dot_i16x8_s(d, upper));
    lower3 = i32x4.add(lower3, i32x4.dot_i16x8_s(d, lower));
    source += stride << 1;
  }
  v128.store(
    target,
    i8x16.narrow_i16x8_u(
      i16x8.narrow_i32x4_s(joined(upper0, lower0), joined(upper1, lower1)),
      i16x8.narrow_i32x4_s(joined(upper2, lower2), joined(upper3, lower3)),
    ),
  );
}

// @ts-ignore: decorator
@inline
function joined(upper: v128, lower: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.shl(upper, 15), lower), 22);
}
