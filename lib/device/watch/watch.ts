import { isPromise } from "node:util/types";
import { describe, positive } from "../../base/expect.ts";
import { type Clock, wallClock } from "../../plot/clock.ts";
import type { FrontEnd } from "../../plot/front-end/contract.ts";
import { LiveDisplay } from "../../plot/live-display.ts";
import { displaySymbol } from "../../plot/mime.ts";
import { shownHere } from "../../plot/shown-here.ts";
import { current } from "../use.ts";
import { type Ask, GpuProbe } from "./gpu-probe.ts";
import { Sampler } from "./sampler.ts";
import { WatchReport } from "./watch-report.ts";

export interface WatchOptions {
  /** Seconds between two samples. */
  readonly every?: number;
  readonly clock?: Clock;
  readonly target?: FrontEnd;
  /** What tells of the GPU; nvidia-smi where the engine is `cuda`. */
  readonly askGpu?: Ask;
}

/** A watch that goes on until it is stopped. */
export interface Watch {
  /** Ends it with a last sample. Stopped again, it gives the same report. */
  stop(): WatchReport;
}

/**
 * Watches what is used: the processor in percent of all cores, the memory of the process and of its tensors and, on the engine `cuda`, the
 * GPU, which others may use too.
 *
 * Given a function it watches while that runs, with live curves in a notebook, and ends with a figure and the peaks in words; else until
 * `stop()`. Nothing is sampled while code runs without an `await`; the next sample has the processor's work of all that time.
 *
 * @throws RangeError when `every` is not positive or there is something else in the function's place; and what the function throws
 * @example
 * const { result: history } = await device.watch(() => learner.fit(1));
 * const watch = device.watch(); // …
 * show(watch.stop());
 */
export function watch(options?: WatchOptions): Watch;
export function watch<Result>(run: () => Result | Promise<Result>, options?: WatchOptions): Promise<WatchReport<Result>>;
export function watch<Result>(
  given: WatchOptions | (() => Result | Promise<Result>) = {},
  options: WatchOptions = {},
): Watch | Promise<WatchReport<Result>> {
  if (typeof given === "function") return watchWhile(given, options);
  if (typeof given !== "object" || given === null || isPromise(given)) {
    throw new RangeError(`Expected a function to watch but got ${describe(given)}.\n  Write () => in front of what is to be watched`);
  }
  return watchUntilStopped(given);
}

function watchUntilStopped(options: WatchOptions): Watch {
  const { sampler, stop } = start(options, () => {});
  let report: WatchReport | undefined;
  return {
    stop() {
      stop();
      report ??= new WatchReport({ samples: sampler.samples, cores: sampler.cores, result: undefined });
      return report;
    },
  };
}

async function watchWhile<Result>(run: () => Result | Promise<Result>, options: WatchOptions): Promise<WatchReport<Result>> {
  const { clock, target } = options;
  const display = new LiveDisplay({ perSecond: 2, ...(clock && { clock }), ...(target && { target }) });
  const isShown = shownHere();
  const { sampler, stop } = start(options, ({ samples, cores }) =>
    display.update(() => new WatchReport({ samples, cores, result: undefined }).sketch()),
  );
  const reportOf = <T>(result: T): WatchReport<T> => new WatchReport({ samples: sampler.samples, cores: sampler.cores, result, isShown });
  try {
    const result = await run();
    stop();
    return reportOf(result);
  } finally {
    stop();
    display.end(() => reportOf(undefined).figure()[displaySymbol]());
  }
}

/** Begins to sample. @returns what takes the last sample and ends it */
function start(options: WatchOptions, onSample: (sampler: Sampler) => void): { readonly sampler: Sampler; stop(): void } {
  const { every = 0.25, clock = wallClock, askGpu } = options;
  positive({ every });
  const gpu = askGpu || current()?.engine === "cuda" ? new GpuProbe(askGpu) : undefined;
  const sampler = new Sampler(clock, gpu);
  const timer = setInterval(() => {
    sampler.take();
    onSample(sampler);
  }, 1000 * every);
  timer.unref();
  let running = true;
  return {
    sampler,
    stop() {
      if (!running) return;
      running = false;
      clearInterval(timer);
      sampler.take();
    },
  };
}
