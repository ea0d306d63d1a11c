/**
 * Resizes each row of bytes by a table: rows at `source + row · sourceStride` become rows of `width` pixels at `target + row · targetStride`.
 * `targetStride` leaves at least one byte free behind each row.
 */
export function resizeRows(
  source: usize, sourceStride: i32, target: usize, targetStride: i32,
  height: i32, width: i32, channels: i32, table: usize, pairs: i32,
): void {
  let row = 0;
  if (channels == 3) {
    for (; row + 4 <= height; row += 4) {
      if (pairs == 1) fourRowsTwoTaps(source, sourceStride, target, targetStride, width, table);
      else if (pairs == 2) fourRowsFourTaps(source, sourceStride, target, targetStride, width, table);
      else fourRows(source, sourceStride, target, targetStride, width, table, pairs);
      source += sourceStride << 2;
      target += targetStride << 2;
    }
  }
  for (; row < height; row++) {
    if (channels == 3) colourRow(source, target, width, table, pairs);
    else greyRow(source, target, width, table, pairs);
    source += sourceStride;
    target += targetStride;
  }
}

const HALF: i32 = 1 << 21; // of 2²², which is a weight of 1

// red, red, green, green, blue, blue of two neighbouring pixels, then two numbers that nobody looks at; 16 bits each.
// Two loads and an interleaving are a quarter faster than one load and swizzles by constant masks (V8 13).
// @ts-ignore: decorator
@inline
function pairAt(source: usize): v128 {
  const first = v128.load64_zero(source);
  const second = v128.load64_zero(source, 3);
  return i16x8.extend_low_i8x16_u(i8x16.shuffle(first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
}

// @ts-ignore: decorator
@inline
function rounded(upper: v128, lower: v128): v128 {
  return i32x4.shr_s(i32x4.add(i32x4.add(i32x4.shl(upper, 15), lower), i32x4.splat(HALF)), 22);
}

// @ts-ignore: decorator
@inline
function fourTaps(source: usize, upper0: v128, lower0: v128, upper1: v128, lower1: v128): v128 {
  const first = pairAt(source);
  const second = pairAt(source + 6);
  return rounded(
    i32x4.add(i32x4.dot_i16x8_s(first, upper0), i32x4.dot_i16x8_s(second, upper1)),
    i32x4.add(i32x4.dot_i16x8_s(first, lower0), i32x4.dot_i16x8_s(second, lower1)),
  );
}

// @ts-ignore: decorator
@inline
function storeFour(target: usize, targetStride: i32, a: v128, b: v128, c: v128, d: v128): void {
  const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  v128.store32_lane(target, bytes, 0);
  v128.store32_lane(target + targetStride, bytes, 1);
  v128.store32_lane(target + (targetStride << 1), bytes, 2);
  v128.store32_lane(target + targetStride * 3, bytes, 3);
}

// @ts-ignore: decorator
@inline
function twoTaps(source: usize, upper: v128, lower: v128): v128 {
  const pixels = pairAt(source);
  return rounded(i32x4.dot_i16x8_s(pixels, upper), i32x4.dot_i16x8_s(pixels, lower));
}

/** Enlarging, a frequent case. */
function fourRowsTwoTaps(source: usize, sourceStride: i32, target: usize, targetStride: i32, width: i32, table: usize): void {
  const end = table + (width << 2);
  let weights = end;
  while (table < end) {
    const start = source + load<i32>(table) * 3;
    const upper = v128.load32_splat(weights);
    const lower = v128.load32_splat(weights, 4);
    storeFour(
      target, targetStride,
      twoTaps(start, upper, lower),
      twoTaps(start + sourceStride, upper, lower),
      twoTaps(start + (sourceStride << 1), upper, lower),
      twoTaps(start + sourceStride * 3, upper, lower),
    );
    table += 4;
    weights += 8;
    target += 3;
  }
}

/** The most frequent case, shrinking to a half or less strongly. */
function fourRowsFourTaps(source: usize, sourceStride: i32, target: usize, targetStride: i32, width: i32, table: usize): void {
  const end = table + (width << 2);
  let weights = end;
  while (table < end) {
    const start = source + load<i32>(table) * 3;
    const upper0 = v128.load32_splat(weights);
    const lower0 = v128.load32_splat(weights, 4);
    const upper1 = v128.load32_splat(weights, 8);
    const lower1 = v128.load32_splat(weights, 12);
    storeFour(
      target, targetStride,
      fourTaps(start, upper0, lower0, upper1, lower1),
      fourTaps(start + sourceStride, upper0, lower0, upper1, lower1),
      fourTaps(start + (sourceStride << 1), upper0, lower0, upper1, lower1),
      fourTaps(start + sourceStride * 3, upper0, lower0, upper1, lower1),
    );
    table += 4;
    weights += 16;
    target += 3;
  }
}

function fourRows(source: usize, sourceStride: i32, target: usize, targetStride: i32, width: i32, table: usize, pairs: i32): void {
  const end = table + (width << 2);
  let weights = end;
  while (table < end) {
    let from = source + load<i32>(table) * 3;
    let upperA = i32x4.splat(0), upperB = i32x4.splat(0), upperC = i32x4.splat(0), upperD = i32x4.splat(0);
    let lowerA = i32x4.splat(0), lowerB = i32x4.splat(0), lowerC = i32x4.splat(0), lowerD = i32x4.splat(0);
    for (const last = weights + (pairs << 3); weights < last; weights += 8) {
      const upper = v128.load32_splat(weights);
      const lower = v128.load32_splat(weights, 4);
      const a = pairAt(from);
      const b = pairAt(from + sourceStride);
      const c = pairAt(from + (sourceStride << 1));
      const d = pairAt(from + sourceStride * 3);
      upperA = i32x4.add(upperA, i32x4.dot_i16x8_s(a, upper));
      lowerA = i32x4.add(lowerA, i32x4.dot_i16x8_s(a, lower));
      upperB = i32x4.add(upperB, i32x4.dot_i16x8_s(b, upper));
      lowerB = i32x4.add(lowerB, i32x4.dot_i16x8_s(b, lower));
      upperC = i32x4.add(upperC, i32x4.dot_i16x8_s(c, upper));
      lowerC = i32x4.add(lowerC, i32x4.dot_i16x8_s(c, lower));
      upperD = i32x4.add(upperD, i32x4.dot_i16x8_s(d, upper));
      lowerD = i32x4.add(lowerD, i32x4.dot_i16x8_s(d, lower));
      from += 6;
    }
    storeFour(
      target, targetStride,
      rounded(upperA, lowerA), rounded(upperB, lowerB), rounded(upperC, lowerC), rounded(upperD, lowerD),
    );
    table += 4;
    target += 3;
  }
}

/** One of the last rows, whose number is no multiple of four. */
function colourRow(source: usize, target: usize, width: i32, table: usize, pairs: i32): void {
  let weights = table + (width << 2);
  for (let column = 0; column < width; column++) {
    let from = source + load<i32>(table + (column << 2)) * 3;
    let upper = i32x4.splat(0);
    let lower = i32x4.splat(0);
    for (let pair = 0; pair < pairs; pair++) {
      const pixels = pairAt(from);
      upper = i32x4.add(upper, i32x4.dot_i16x8_s(pixels, v128.load32_splat(weights)));
      lower = i32x4.add(lower, i32x4.dot_i16x8_s(pixels, v128.load32_splat(weights, 4)));
      from += 6;
      weights += 8;
    }
    const sums = i16x8.narrow_i32x4_s(rounded(upper, lower), upper);
    v128.store32_lane(target, i8x16.narrow_i16x8_u(sums, sums), 0);
    target += 3;
  }
}

function greyRow(source: usize, target: usize, width: i32, table: usize, pairs: i32): void {
  let weights = table + (width << 2);
  for (let column = 0; column < width; column++) {
    let from = source + load<i32>(table + (column << 2));
    let upper = 0;
    let lower = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const first = <i32>load<u8>(from);
      const second = <i32>load<u8>(from, 1);
      upper += first * load<i16>(weights) + second * load<i16>(weights, 2);
      lower += first * load<i16>(weights, 4) + second * load<i16>(weights, 6);
      from += 2;
      weights += 8;
    }
    store<u8>(target + column, <u8>min(255, ((upper << 15) + lower + HALF) >> 22));
  }
}
