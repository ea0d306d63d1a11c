import { randomBits } from "../../base/index.ts";

export interface NormalsOptions {
  readonly deviation?: number;
  readonly seed: number | string;
}

/**
 * Numbers of the normal distribution with mean 0, many at a time: the same for the same seed on every machine.
 *
 * Box and Muller's method (1958), which gives two at once.
 */
export function normals(count: number, { deviation = 1, seed }: NormalsOptions): Float32Array {
  const values = new Float32Array(count);
  const bits = randomBits(seed);
  const uniform = (): number => (bits() + 0.5) / 2 ** 32; // never 0, whose logarithm is infinite
  for (let index = 0; index < count; index += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    values[index] = radius * Math.cos(angle);
    if (index + 1 < count) values[index + 1] = radius * Math.sin(angle);
  }
  return values;
}
