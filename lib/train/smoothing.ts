/** Share of the running mean that each new value leaves as it is: the mean looks back over about 20 batches. */
const keep = 0.95;

/**
 * The running mean of losses, so that the noise from batch to batch does not hide the way they go: weights fall exponentially with age.
 * Like Adam's means it is divided by 1 − keepᵗ, for it begins at zero.
 *
 * @param most points of the result; of more values it takes evenly spaced ones, and always the last
 */
export function smoothed(losses: readonly number[], most: number): { readonly x: number[]; readonly y: number[] } {
  const stride = Math.max(1, Math.ceil(losses.length / most));
  const x: number[] = [];
  const y: number[] = [];
  let mean = 0;
  for (const [index, loss] of losses.entries()) {
    mean = keep * mean + (1 - keep) * loss;
    const left = losses.length - 1 - index;
    if (left % stride !== 0) continue;
    x.push(index + 1);
    y.push(mean / (1 - keep ** (index + 1)));
  }
  return { x, y };
}
