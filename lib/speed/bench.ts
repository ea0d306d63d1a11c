import { setImmediate } from "node:timers/promises";
import { budget, cellSignal, notNegative, positive } from "../base/index.ts";
import { wallClock } from "../plot/clock.ts";
import type { Clock } from "../plot/index.ts";
import { BenchReport } from "./bench-report.ts";
import { expectRun, type Run, timedRun } from "./timed-run.ts";

export interface BenchOptions {
  /** Seconds of measuring; a function that takes longer is run a few times all the same. At most 0.2 in the quick budget. */
  readonly seconds?: number;
  /** Seconds of running before, not measured, in which code is compiled and caches are filled; at least one run. As short in the quick budget. */
  readonly warmUp?: number;
  /** What was measured, for the report. */
  readonly name?: string;
  readonly clock?: Clock;
}

/** Less than this many runs tell nothing of the spread. */
const fewestRuns = 3;
/** Seconds that the quick budget has for measuring, and for running before; then one run must do. */
const quickSeconds = 0.2;
/** Milliseconds after which a Stop button and other events get their turn. */
const breathAfter = 100;

/**
 * Measures how long a function takes: warms up, then runs it again and again.
 *
 * A tensor that it makes and returns is read, so that a GPU is waited for, and disposed. Runs of less than some microseconds drown in the
 * clock's own time: put a loop into the function. Stop ends it after the present run.
 *
 * @returns median and quartiles in milliseconds, which show themselves: "12.3 ms (11.9–12.8), 84 runs"
 * @throws RangeError when `run` is no function, `seconds` is not positive or `warmUp` is negative; and what the function throws
 * @example
 * await bench(() => tf.matMul(a, b));
 * await bench(() => learner.predict(pictures), { seconds: 5, name: "predict" });
 */
export async function bench(run: Run, options: BenchOptions = {}): Promise<BenchReport> {
  expectRun("run", run);
  const { name = "" } = options;
  const [times = []] = await interleaved([run], options);
  return new BenchReport(name, times);
}

/** Milliseconds of every run of several functions, which take turns: what slows the machine down for a while slows all of them. */
export async function interleaved(runs: readonly Run[], options: BenchOptions): Promise<number[][]> {
  const { seconds = 1, warmUp = 0.3, clock = wallClock } = options;
  positive({ seconds });
  notNegative({ warmUp });
  const quick = budget() === "quick";
  const most = quick ? quickSeconds : Number.POSITIVE_INFINITY;
  const rounds = roundsOf(runs, clock);
  await rounds(1000 * Math.min(warmUp, most) * runs.length, 1);
  return rounds(1000 * Math.min(seconds, most) * runs.length, quick ? 1 : fewestRuns);
}

/** Runs functions in turn for some milliseconds and at least `fewest` rounds. */
function roundsOf(runs: readonly Run[], clock: Clock): (ms: number, fewest: number) => Promise<number[][]> {
  const signal = cellSignal();
  let breath = clock();
  return async (ms, fewest) => {
    const times = runs.map((): number[] => []);
    const start = clock();
    for (let round = 0; round < fewest || clock() - start < ms; round++) {
      for (let turn = 0; turn < runs.length; turn++) {
        // Another one begins each round, for the first may pay for what the last has left.
        const place = (round + turn) % runs.length;
        times[place]?.push(await timedRun(runs[place] as Run, clock));
        if (clock() - breath >= breathAfter) {
          await setImmediate();
          breath = clock();
        }
        signal?.throwIfAborted();
      }
    }
    return times;
  };
}
