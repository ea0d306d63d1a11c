/** Copies rows of bytes that are `sourceStride` apart (negative: upwards) so that they follow each other, each mirrored if asked. */
export function copyRows(source: usize, sourceStride: i32, target: usize, height: i32, width: i32, channels: i32, mirrored: bool): void {
  const length = width * channels;
  for (let row = 0; row < height; row++) {
    if (mirrored) mirrorRow(source, target, width, channels);
    else memory.copy(target, source, length);
    source += sourceStride;
    target += length;
  }
}

/** The pixels of a row from the last to the first. */
export function mirrorRow(source: usize, target: usize, width: i32, channels: i32): void {
  const length = width * channels;
  let from = source + length;
  const end = target + length;
  if (channels == 3) {
    // five pixels at a time, which end where the last five began; byte 15 is written again by the next
    for (; target < end; target += 15) {
      from -= 15;
      v128.store(target, i8x16.swizzle(v128.load(from), i8x16(12, 13, 14, 9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2, -1)));
    }
  } else {
    for (; target < end; target += 16) {
      from -= 16;
      v128.store(target, i8x16.swizzle(v128.load(from), i8x16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)));
    }
  }
}
