import { describe, formatCount, positive } from "../base/index.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import type { Schedule } from "./schedules/schedule.ts";

/** What each batch of a fit is trained with; computed before the first one, so that a mistake in a schedule costs no training. */
export interface Rates {
  /** The learning rate of each batch, `[batches]`. */
  readonly learningRate: Float64Array;
  /** The optimizer's momentum at each batch, `[batches]`; undefined where the optimizer's own holds. */
  readonly momentum: Float64Array | undefined;
  /** What multiplies the rate of each layer group, such as 0.01 for a pretrained body; undefined where all learn alike. */
  readonly groups: readonly number[] | undefined;
}

/**
 * The learning rate of every batch, from one number for all or a schedule.
 *
 * @returns `[batches]`
 * @throws RangeError when the number is not positive, or the schedule gives something that is no rate, with its batch
 */
export function learningRates(rate: number | Schedule, batches: number): Float64Array {
  if (typeof rate !== "function") positive({ learningRate: rate });
  return valuesOf(rate, batches, {
    name: "learningRate",
    wanted: "a finite number, 0 or above",
    allowed: (value) => Number.isFinite(value) && value >= 0,
  });
}

/**
 * The momentum of every batch, from one number for all or a schedule.
 *
 * @returns `[batches]`
 * @throws RangeError when a value is not within 0 … 1, with its batch
 */
export function momenta(momentum: number | Schedule, batches: number): Float64Array {
  return valuesOf(momentum, batches, {
    name: "momentum",
    wanted: "a number between 0 and 1",
    allowed: (value) => value >= 0 && value <= 1,
  });
}

/**
 * Makes sure that an optimizer has a momentum that can be set.
 *
 * @throws TypeError when it has none
 */
export function expectMomentum({ name, momentum }: Pick<Optimizer, "name" | "momentum">): void {
  if (momentum !== undefined) return;
  throw new TypeError(
    `Expected an optimizer with momentum but ${name} has none that could be set.\n  Take momentum away from fit, or make one that has it: sgd({ momentum: 0.9 }) or adam().`,
  );
}

interface Check {
  readonly name: string;
  readonly wanted: string;
  readonly allowed: (value: number) => boolean;
}

function valuesOf(value: number | Schedule, batches: number, { name, wanted, allowed }: Check): Float64Array {
  return Float64Array.from({ length: batches }, (_, batch) => {
    const here: unknown = typeof value === "function" ? value(batch) : value;
    if (typeof here === "number" && allowed(here)) return here;
    const place = typeof value === "function" ? ` from its schedule at batch ${formatCount(batch)} of ${formatCount(batches)}` : "";
    const hint =
      place &&
      "\n  Batches are counted from 0 over the whole fit: was the schedule made for fewer of them? An epoch has train.length batches.";
    throw new RangeError(`Expected ${name} to be ${wanted} but got ${describe(here)}${place}.${hint}`);
  });
}

/**
 * Makes sure that there is one factor for each layer group.
 *
 * @throws RangeError when there are more or fewer, with the groups' names, or one is negative or not finite
 */
export function expectGroupRates(rates: readonly number[], groups: readonly { readonly name: string }[]): void {
  const names = groups.map(({ name }) => `"${name}"`).join(", ");
  if (rates.length !== groups.length) {
    throw new RangeError(
      `Expected groupRates to hold ${groups.length} factors, one for each layer group of the model (${names}), but got ${rates.length}.\n  They multiply the learning rate from the input to the output: [0.01, 0.1, 1] lets the last of three groups learn fastest.`,
    );
  }
  for (const [group, rate] of rates.entries()) {
    if (typeof rate === "number" && Number.isFinite(rate) && rate >= 0) continue;
    throw new RangeError(`Expected groupRates to hold finite numbers, 0 or above, but got ${describe(rate)} for "${groups[group]?.name}"`);
  }
}
