import { cellSignal, plural, positiveInteger } from "../base/index.ts";
import type { GraphOptions } from "../compile/index.ts";
import type { Loader } from "../data/index.ts";
import { displaySymbol, show } from "../plot/index.ts";
import type { Callback } from "./callbacks/callback.ts";
import { expectSameSetting, type FitSetting, fitIn, fitToExtra } from "./checkpoint/fit-file.ts";
import type { FitRecord } from "./checkpoint/fit-record.ts";
import { openLearnerFile, writeLearnerFile } from "./checkpoint/learner-file.ts";
import { type Kept, loadInto } from "./checkpoint/load-learner.ts";
import { expectSameCallbacks } from "./checkpoint/same-callbacks.ts";
import { CompiledInference, type Inference } from "./compiled-inference.ts";
import { CompiledStep } from "./compiled-step.ts";
import { type Fit, runFit } from "./fit.ts";
import { planFit } from "./fit-plan.ts";
import { allCallbacks } from "./fit-run.ts";
import { everyLayer, expectTrainable, freezeGroups } from "./freeze.ts";
import type { History } from "./history.ts";
import { howCompiled } from "./how-compiled.ts";
import { expectPath, type OneCycleFitOptions } from "./learner-options.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import { expectGroupRates, type Rates } from "./rates.ts";
import { TrainingState } from "./training-state.ts";

/** What is trained, on what, and how. */
export interface TrainerParts extends Inference {
  readonly train: Loader;
  readonly valid: Loader;
  readonly optimizer: Optimizer;
  readonly callbacks: readonly Callback[];
  readonly compile: false | GraphOptions | undefined;
}

/** All that changes a learner, one after the other: fits, files, freezing. */
export class Trainer {
  readonly state: TrainingState;
  readonly step: CompiledStep;
  readonly inference: CompiledInference;
  readonly #parts: TrainerParts;
  #busy = false;

  constructor(parts: TrainerParts) {
    this.#parts = parts;
    const { model, loss, optimizer } = parts;
    const how = howCompiled(parts.compile);
    this.state = new TrainingState(model, optimizer);
    this.step = new CompiledStep({ model, loss, optimizer, state: this.state }, how);
    this.inference = new CompiledInference(parts, how);
  }

  /**
   * A fit of some epochs.
   *
   * @param ratesOf the rates of so many batches
   * @throws RangeError or TypeError when an option is wrong, before anything is trained; else as `runFit`
   */
  async fit(epochs: number, options: OneCycleFitOptions, ratesOf: (batches: number) => Omit<Rates, "groups">): Promise<History> {
    positiveInteger({ epochs });
    const { groupRates: groups, callbacks = [], checkpoint, accumulate = 1 } = options;
    positiveInteger({ accumulate });
    const { model, train, valid } = this.#parts;
    const plan = { ...planFit(epochs, train.length, valid.length), accumulate };
    const rates = { ...ratesOf(plan.epochs * plan.batches), groups };
    const all = allCallbacks(this.#parts.callbacks, callbacks);
    expectTrainable(model);
    if (groups) expectGroupRates(groups, this.state.groups);
    if (checkpoint !== undefined) expectPath({ checkpoint });
    return this.alone(() => {
      this.state.follow();
      return this.#run({ plan, rates, callbacks: all, signal: stopSignal(options.signal), from: undefined }, checkpoint);
    });
  }

  /** Goes on with a fit from its checkpoint, as `Learner.resume` says. */
  async resume(path: string, { callbacks = [], signal }: Pick<OneCycleFitOptions, "callbacks" | "signal">): Promise<History> {
    expectPath({ path });
    const all = allCallbacks(this.#parts.callbacks, callbacks);
    return this.alone(async () => {
      const file = await openLearnerFile(path, this.#parts.model);
      const { record, setting, trainable } = fitIn(file);
      expectSameSetting(setting, this.#setting, path);
      expectSameCallbacks(record.callbacks, all);
      loadInto(this.#kept, file, trainable);
      const { plan, rates } = record;
      return this.#run({ plan, rates, callbacks: all, signal: stopSignal(signal), from: record }, path);
    });
  }

  async save(path: string): Promise<void> {
    expectPath({ path });
    return this.alone(() => writeLearnerFile(path, this.#kept));
  }

  async load(path: string): Promise<void> {
    expectPath({ path });
    return this.alone(() => this.#load(path));
  }

  /** Freezes the layer groups before one. @throws RangeError when there is no such group */
  freezeTo(group: number | string): void {
    this.#expectIdle();
    freezeGroups(this.#parts.model, this.state.groups, group);
    this.state.follow();
  }

  /** Frees graphs and what the optimizer remembers. */
  dispose(): void {
    this.step.dispose();
    this.inference.dispose();
    this.state.dispose();
  }

  /** Two fits at once would pull the same weights two ways. @throws Error when something else is being done */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    this.#expectIdle();
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }

  #run(given: Pick<Fit, "plan" | "rates" | "callbacks" | "signal" | "from">, checkpoint: string | undefined): Promise<History> {
    const trainable = everyLayer(this.#parts.model).map((layer) => layer.trainable);
    const keepAt = (path: string) => (record: FitRecord) =>
      writeLearnerFile(path, { ...this.#kept, extra: fitToExtra({ record, setting: this.#setting, trainable }) });
    return runFit({
      ...this.#parts,
      ...given,
      state: this.state,
      step: this.step,
      inference: this.inference,
      keep: checkpoint === undefined ? undefined : keepAt(checkpoint),
      save: (path) => writeLearnerFile(path, this.#kept),
      load: (path) => this.#load(path),
    });
  }

  async #load(path: string): Promise<void> {
    const shortfall = loadInto(this.#kept, await openLearnerFile(path, this.#parts.model));
    if (shortfall) await show({ [displaySymbol]: () => ({ "text/plain": shortfall }) });
  }

  get #kept(): Kept {
    return { state: this.state, optimizer: this.#parts.optimizer };
  }

  /** What must be the same where a fit goes on. */
  get #setting(): FitSetting {
    const { train, loss, metrics, optimizer } = this.#parts;
    const { id, split, length } = train.dataset;
    return {
      optimizer: optimizer.name,
      loss: loss.name,
      metrics: metrics.map(({ name }) => name),
      trainingPictures: `${id} (${split}), ${plural(length, "picture")}`,
      batches: train.length,
      batchSize: train.batchSize,
    };
  }

  #expectIdle(): void {
    if (this.#busy) throw new Error("This learner is training already: write await before learner.fit(…), and wait for that cell to end.");
  }
}

/** Aborted when a signal is, or the learner presses Stop. */
function stopSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  const cell = cellSignal();
  return signal && cell ? AbortSignal.any([signal, cell]) : (signal ?? cell);
}
