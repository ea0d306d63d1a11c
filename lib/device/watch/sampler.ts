import { availableParallelism } from "node:os";
import type { Clock } from "../../plot/clock.ts";
import { tf } from "../tensorflow.ts";
import type { GpuProbe } from "./gpu-probe.ts";
import type { Sample } from "./sample.ts";

/** Over fewer milliseconds, as before the last sample, the share of the processor says little: that of the sample before stands. */
const shortest = 100;

/** Takes samples. The use of the processor is that since the sample before, so none of it is missed while nobody could take samples. */
export class Sampler {
  readonly samples: Sample[] = [];
  readonly cores = availableParallelism();
  readonly #clock: Clock;
  readonly #gpu: GpuProbe | undefined;
  readonly #begin: number;
  #last: { readonly at: number; readonly busy: number };

  constructor(clock: Clock, gpu: GpuProbe | undefined) {
    this.#clock = clock;
    this.#gpu = gpu;
    this.#begin = clock();
    this.#last = { at: this.#begin, busy: busyMilliseconds() };
    gpu?.refresh(this.#begin);
  }

  take(): void {
    const now = this.#clock();
    this.#gpu?.refresh(now);
    this.samples.push({
      seconds: (now - this.#begin) / 1000,
      cpu: this.#cpuUntil(now),
      processBytes: process.memoryUsage.rss(),
      tensorBytes: tf.memory().numBytes,
      gpu: this.#gpu?.latest,
    });
  }

  #cpuUntil(now: number): number {
    const elapsed = now - this.#last.at;
    const before = this.samples.at(-1);
    if (elapsed < shortest && before) return before.cpu;
    const busy = busyMilliseconds();
    const share = (busy - this.#last.busy) / (elapsed * this.cores);
    this.#last = { at: now, busy };
    return Number.isFinite(share) ? Math.min(100, Math.max(0, 100 * share)) : 0;
  }
}

/** Milliseconds that cores have worked for the process so far, all of its threads together. */
function busyMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
