import { positiveInteger, wholeNumber } from "../../base/index.ts";
import { tf } from "../../device/index.ts";
import { wallClock } from "../../plot/clock.ts";
import type { Clock } from "../../plot/index.ts";
import { madeTensors, nextTensorNumber } from "../made-tensors.ts";
import { engineInUse, queues } from "../queueing.ts";
import { expectRun, type Run, timedRun } from "../timed-run.ts";
import { untilComputed } from "../until-computed.ts";
import { ProfileReport } from "./profile-report.ts";
import { Recorder } from "./recorder.ts";

export interface ProfileOptions {
  /** Runs before, in which steps are compiled and memory is taken. */
  readonly warmUp?: number;
  /** Measured runs; that of the median time is told of. */
  readonly runs?: number;
  readonly clock?: Clock;
}

/**
 * Tells where a step's time goes: runs it with every operation timed.
 *
 * The function runs `warmUp + runs` times with all that it does: a training step trains. The tensors that it makes and returns are disposed.
 * A compiled step is one operation, such as `compiled_train_3`, its name and a number: profile the step that was given to `compile` to see inside. On
 * a GPU times need more care, and the report says which they are.
 *
 * @returns tables by operation and by source line and a flame chart, which show themselves; times are milliseconds
 * @throws RangeError when `run` is no function, `warmUp` no whole number or `runs` not positive; Error within another profile; and what the
 * function throws
 * @example
 * const report = await profile(() => trainStep(images, labels));
 * report.flameChart(); // to zoom in
 */
export async function profile(run: Run, { warmUp = 1, runs = 1, clock = wallClock }: ProfileOptions = {}): Promise<ProfileReport> {
  expectRun("run", run);
  wholeNumber({ warmUp });
  positiveInteger({ runs });
  for (let round = 0; round < warmUp; round++) await timedRun(run, clock);
  const reports: ProfileReport[] = [];
  for (let round = 0; round < runs; round++) reports.push(await recordedRun(run, clock));
  reports.sort((one, other) => one.total - other.total);
  return reports[Math.floor((runs - 1) / 2)] as ProfileReport;
}

async function recordedRun(run: Run, clock: Clock): Promise<ProfileReport> {
  const number = nextTensorNumber();
  const engine = engineInUse();
  const recorder = new Recorder(clock);
  const tensors = madeTensors(await recorder.whileRunning(run), number);
  try {
    if (queues(engine)) await untilComputed(tensors);
    return new ProfileReport({ engine, total: recorder.now(), operations: recorder.operations });
  } finally {
    tf.dispose(tensors);
  }
}
