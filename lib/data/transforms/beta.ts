import type { Random } from "../../base/index.ts";

/** A number 0 … 1 of the distribution Beta(alpha, alpha): near 0 or 1 for small `alpha`, near ½ for a large one. */
export function symmetricBeta(random: Random, alpha: number): number {
  const [first, second] = [logGamma(random, alpha), logGamma(random, alpha)];
  return 1 / (1 + Math.exp(second - first)); // first / (first + second), without underflow for tiny alphas
}

/** The logarithm of a number of the distribution Gamma(shape, 1); Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000). */
function logGamma(random: Random, shape: number): number {
  // Below 1, one shape higher times a power of a uniform number: section 6 of the paper.
  if (shape < 1) return logGamma(random, shape + 1) + Math.log(1 - random.uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = random.normal();
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * normal ** 2 + d * (1 - v + Math.log(v))) return Math.log(d * v);
  }
}
