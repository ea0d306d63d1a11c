import { describe } from "../../../base/index.ts";
import type { Clock } from "../../../plot/index.ts";
import type { Callback } from "../callback.ts";
import { EventFile } from "./event-file.ts";

export interface TensorBoardOptions {
  readonly clock?: Clock;
}

/** Milliseconds after which a batch's figures are written: TensorBoard itself looks every few seconds. */
const flushAfter = 2000;

/**
 * Tells TensorBoard what goes on: `train_loss` and `learning_rate` of each batch, `valid_loss` and each metric after each epoch. Look at it
 * with `tensorboard --logdir runs`; each folder in it is a run of its own.
 *
 * Later fits with the same callback go on to the right. A fit that is resumed voids what was told after its checkpoint. Keras'
 * `TensorBoard`, PyTorch's `SummaryWriter`.
 *
 * @param folder of the run, such as `"runs/first"`; curves that it holds already are begun anew
 * @throws TypeError when the folder is none
 * @example
 * await learner.fit(10, { callbacks: [tensorBoardLog("runs/first")] });
 */
export function tensorBoardLog(folder: string, { clock = () => performance.now() }: TensorBoardOptions = {}): Callback {
  if (typeof folder !== "string" || folder === "") {
    throw new TypeError(`Expected a folder, such as "runs/first", but got ${describe(folder)}`);
  }
  /** Steps of earlier fits, and of this one. */
  let before = 0;
  let steps = 0;
  let file: EventFile | undefined;
  let written = clock();
  const open = (done: number): EventFile => {
    file ??= new EventFile(folder, done);
    return file;
  };
  return {
    name: "tensorBoardLog",
    beforeFit({ step }) {
      // At 0 another fit begins, to the right of those before; else a fit goes on, and its steps count from its own beginning.
      if (step === 0) before += steps;
      steps = step;
      open(before + step);
    },
    async afterBatch({ step, loss, learningRate }) {
      steps = step;
      open(before + step).scalars(before + step, { train_loss: loss, learning_rate: learningRate });
      if (clock() - written < flushAfter) return;
      written = clock();
      await file?.flush();
    },
    async afterEpoch({ step, history }) {
      const { loss, ...metrics } = history.epochs.at(-1)?.valid ?? {};
      open(before + step).scalars(before + step, { ...(loss !== undefined && { valid_loss: loss }), ...metrics });
      await file?.flush();
    },
    afterFit: () => file?.flush(),
    state: () => ({ before }),
    restore(state) {
      before = Number(state["before"]);
      steps = 0;
      file = undefined; // what this process told before does not count: the new file says where the run goes on
    },
  };
}
