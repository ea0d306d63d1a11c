/**
 * The table of a resize along one axis: which pixels an output pixel is made of, and what each of them counts.
 *
 * Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc` with its triangle filter: weights in 22 bits. To multiply two taps by
 * 16-bit numbers at once, a weight is split into its upper 7 and its lower 15 bits.
 *
 * Memory: `count` starts (i32), then for each output `pairs` times two i32: upper bits of two neighbouring taps, lower bits of the two.
 */

const ONE: f64 = 4194304; // 2²²

/** How many pairs of taps the outputs `first` … `first + count − 1` have at most. */
export function tablePairs(from: i32, to: i32, first: i32, count: i32): i32 {
  const ratio: f64 = <f64>from / <f64>to;
  const stretch: f64 = Math.max(ratio, 1);
  let taps = 1;
  for (let index = first; index < first + count; index++) {
    const center: f64 = (<f64>index + 0.5) * ratio;
    taps = max(taps, endOf(center, stretch, from) - startOf(center, stretch));
  }
  return (taps + 1) >> 1;
}

/**
 * Writes the table for outputs `first` … `first + count − 1` of a row of `from` pixels resized to `to`, `pairs` as `tablePairs` says.
 *
 * @param mirroredBefore the row is read from its end
 * @param mirroredAfter the outputs are written from the last to the first
 */
export function makeTable(
  table: usize, pairs: i32, from: i32, to: i32, first: i32, count: i32, mirroredBefore: bool, mirroredAfter: bool,
): void {
  const ratio: f64 = <f64>from / <f64>to;
  const stretch: f64 = Math.max(ratio, 1);
  const slope: f64 = 1 / stretch;
  for (let index = 0; index < count; index++) {
    const center: f64 = (<f64>(first + index) + 0.5) * ratio;
    const start = startOf(center, stretch);
    const taps = endOf(center, stretch, from) - start;
    let sum: f64 = 0;
    for (let tap = 0; tap < taps; tap++) sum += triangle(start + tap, center, slope);

    const place = mirroredAfter ? count - 1 - index : index;
    const from0 = mirroredBefore ? from - start - taps : start;
    // at the end of the row an output begins earlier, with taps of weight 0, rather than read past the end
    const begin = max(0, min(from0, from - (pairs << 1)));
    store<i32>(table + (place << 2), begin);
    const weights = table + (count << 2) + ((place * pairs) << 3);
    memory.fill(weights, 0, pairs << 3);
    for (let tap = 0; tap < taps; tap++) {
      const weight = <i32>(0.5 + (triangle(start + (mirroredBefore ? taps - 1 - tap : tap), center, slope) / sum) * ONE);
      const at = from0 - begin + tap;
      const half = weights + ((at >> 1) << 3) + ((at & 1) << 1);
      store<i16>(half, <i16>(weight >> 15));
      store<i16>(half, <i16>(weight & 0x7fff), 4);
    }
  }
}

// @ts-ignore: decorator
@inline
function startOf(center: f64, stretch: f64): i32 {
  return max(0, <i32>(center - stretch + 0.5));
}

// @ts-ignore: decorator
@inline
function endOf(center: f64, stretch: f64, from: i32): i32 {
  return min(from, <i32>(center + stretch + 0.5));
}

// @ts-ignore: decorator
@inline
function triangle(pixel: i32, center: f64, slope: f64): f64 {
  return Math.max(0, 1 - Math.abs((<f64>pixel - center + 0.5) * slope));
}
