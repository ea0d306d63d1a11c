import { isPromise } from "node:util/types";
import { describe } from "../base/index.ts";
import { tf } from "../device/index.ts";
import type { Clock } from "../plot/index.ts";
import { madeTensors, nextTensorNumber } from "./made-tensors.ts";
import { untilComputed } from "./until-computed.ts";

/** What is measured: a function without arguments, waited for where it is asynchronous. */
export type Run = () => unknown;

/** @throws RangeError unless it is a function, which is often forgotten: `bench(step())` hands over what the step returned */
export function expectRun(name: string, run: unknown): asserts run is Run {
  if (typeof run === "function") return;
  throw new RangeError(`Expected ${name} to be a function but got ${describe(run)}.\n  Write () => in front of what is to be measured`);
}

/** Runs a function until what it asked for is computed, and disposes the tensors that it made and returned. @returns milliseconds */
export async function timedRun(run: Run, clock: Clock): Promise<number> {
  const number = nextTensorNumber();
  const start = clock();
  const returned = run();
  // Awaiting what is no promise would add the event loop's time to a short function's.
  const tensors = madeTensors(isPromise(returned) ? await returned : returned, number);
  try {
    await untilComputed(tensors);
    return clock() - start;
  } finally {
    tf.dispose(tensors);
  }
}
