/** Measured so often until it is enough: what else the machine does may slow one of the measurements down. */
const mostAttempts = 3;

/**
 * How many times as fast the second function is, by the medians of both in turns; 3 means a third of the time.
 *
 * @param enough where the first measurements give less, it is measured again, and the best counts
 */
export async function measuredSpeedup(
  runs: { readonly slow: () => unknown; readonly fast: () => unknown },
  enough: number,
): Promise<number> {
  const { compareBench } = await import("../../speed/index.ts");
  let best = 0;
  for (let attempt = 0; attempt < mostAttempts && best < enough; attempt++) {
    const { reports } = await compareBench({ slow: runs.slow, fast: runs.fast }, { seconds: 0.2, warmUp: 0.05 });
    const [slow = 0, fast = Number.POSITIVE_INFINITY] = reports.map(({ median }) => median);
    best = Math.max(best, slow / fast);
  }
  return best;
}

/** As it is said: `2.4 times as fast`. */
export const inTimes = (speedup: number): string => `${speedup < 10 ? speedup.toPrecision(2) : Math.round(speedup)} times as fast`;
