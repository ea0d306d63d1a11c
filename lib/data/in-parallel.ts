import { availableParallelism } from "node:os";
import { cellSignal } from "../base/index.ts";

/**
 * Does `work` for 0 … `count` − 1, as many at a time as the machine has cores and a few more, so that none waits for the event loop.
 *
 * Ends at the first error, or when the running cell is stopped, after the pieces that have begun.
 */
export async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  const signal = cellSignal();
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    try {
      while (next < count && !failed) {
        signal?.throwIfAborted();
        await work(next++);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const workers = Array.from({ length: Math.min(count, availableParallelism() + 2) }, worker);
  const ends = await Promise.allSettled(workers);
  const broken = ends.find((end): end is PromiseRejectedResult => end.status === "rejected");
  if (broken) throw broken.reason;
}
