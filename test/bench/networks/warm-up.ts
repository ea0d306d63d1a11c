/** What a run of some items took; `facts` as `interleave` takes them. */
export interface Timed {
  readonly seconds: number;
  readonly items: number;
  readonly facts: Readonly<Record<string, number>>;
}

/** A warm-up goes on until a run of it takes this long, so that the estimate of the speed is fair to fast contenders too. */
const warmUpSeconds = 0.5;

/**
 * Warms up with ever more batches until one run takes long enough to tell the speed; warm_up.py does the same for the peers.
 *
 * @param measure one run over so many items
 * @returns the estimate, and the facts of the very first batch
 */
export async function warmUp(
  measure: (items: number) => Promise<Timed>,
  { batch, items }: { readonly batch: number; readonly items: number },
): Promise<{ secondsPerItem: number; facts: Timed["facts"] }> {
  const { facts } = await measure(batch);
  let timed = await measure(batch);
  while (timed.seconds < warmUpSeconds && timed.items < items) timed = await measure(Math.min(items, timed.items * 4));
  return { secondsPerItem: timed.seconds / timed.items, facts };
}
