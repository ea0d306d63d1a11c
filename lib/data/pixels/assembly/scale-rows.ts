import { mirrorRow } from "./copy-rows";

/**
 * Rows of bytes that are `sourceStride` apart (negative: upwards) become rows of float32 that follow each other, each byte multiplied
 * and added to in one or more stages.
 *
 * @param stages for each stage 12 factors, then 12 terms (float32): those of the channels, over and over
 * @param line place for one row of bytes
 */
export function scaleRows(
  source: usize, sourceStride: i32, target: usize, height: i32, width: i32, channels: i32,
  mirrored: bool, stages: usize, count: i32, line: usize,
): void {
  const length = width * channels;
  for (let row = 0; row < height; row++) {
    if (mirrored) mirrorRow(source, line, width, channels);
    scaleBytes(mirrored ? line : source, target, length, stages);
    for (let stage = 1; stage < count; stage++) scaleFloats(target, length, stages + stage * 96);
    source += sourceStride;
    target += length << 2;
  }
}

function scaleBytes(source: usize, target: usize, length: i32, stage: usize): void {
  const factor0 = v128.load(stage), factor1 = v128.load(stage, 16), factor2 = v128.load(stage, 32);
  const term0 = v128.load(stage, 48), term1 = v128.load(stage, 64), term2 = v128.load(stage, 80);
  for (const end = source + length; source < end; source += 12) {
    const eight = v128.load8x8_u(source);
    const first = i32x4.extend_low_i16x8_u(eight);
    const second = i32x4.extend_high_i16x8_u(eight);
    const third = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(source, 8)));
    v128.store(target, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(first), factor0), term0));
    v128.store(target, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(second), factor1), term1), 16);
    v128.store(target, f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(third), factor2), term2), 32);
    target += 48;
  }
}

function scaleFloats(target: usize, length: i32, stage: usize): void {
  const factor0 = v128.load(stage), factor1 = v128.load(stage, 16), factor2 = v128.load(stage, 32);
  const term0 = v128.load(stage, 48), term1 = v128.load(stage, 64), term2 = v128.load(stage, 80);
  for (const end = target + (length << 2); target < end; target += 48) {
    v128.store(target, f32x4.add(f32x4.mul(v128.load(target), factor0), term0));
    v128.store(target, f32x4.add(f32x4.mul(v128.load(target, 16), factor1), term1), 16);
    v128.store(target, f32x4.add(f32x4.mul(v128.load(target, 32), factor2), term2), 32);
  }
}
