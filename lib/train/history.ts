import { inspect } from "node:util";
import { formatSeconds, plural } from "../base/index.ts";
import {
  type Curve,
  type Displayable,
  displaySymbol,
  type Figure,
  formatNumber,
  type LinesOptions,
  lineSketch,
  lines,
  type MimeBundle,
  shownHere,
  type Table,
  table,
} from "../plot/index.ts";
import type { Scores } from "./evaluate.ts";
import { smoothed } from "./smoothing.ts";

/** What came out of one epoch: one round over the training pictures, then one over the validation pictures. */
export interface Epoch {
  /** Its number in this fit, from 1. */
  readonly epoch: number;
  /** Mean loss of the training batches, each before its update. */
  readonly trainLoss: number;
  /** Loss and metrics on the validation pictures. */
  readonly valid: Scores;
  readonly seconds: number;
}

/** Where a fit was stopped. */
export interface StoppedAt {
  readonly epoch: number;
  /** Training batches of that epoch that were finished. */
  readonly batch: number;
  readonly validating: boolean;
}

const mostPoints = 300;

/**
 * What happened in a call of `fit`. The cell that trained has shown it already; in others it shows itself in a line. `table()` and
 * `figure()` say more.
 */
export class History implements Displayable {
  readonly epochs: Epoch[] = [];
  /** Loss of every training batch, in order. */
  readonly batchLosses: number[] = [];
  /** Batches that had been trained when each epoch was validated. */
  readonly #ends: number[] = [];
  readonly #metrics: readonly string[];
  readonly #lossName: string;
  readonly #isShown = shownHere();
  #stopped: StoppedAt | undefined;

  constructor(metrics: readonly string[], lossName: string) {
    this.#metrics = metrics;
    this.#lossName = lossName;
  }

  /** Where it was stopped, if it was. */
  get stopped(): StoppedAt | undefined {
    return this.#stopped;
  }

  addEpoch(epoch: Epoch): void {
    this.epochs.push(epoch);
    this.#ends.push(this.batchLosses.length);
  }

  stopAt(place: StoppedAt): void {
    this.#stopped = place;
  }

  /** One row an epoch: losses, metrics, time. */
  table(): Table {
    return table(
      ["epoch", "train_loss", "valid_loss", ...this.#metrics, "time"],
      this.epochs.map(({ epoch, trainLoss, valid, seconds }) => [
        epoch,
        fixed(trainLoss),
        fixed(valid.loss),
        ...this.#metrics.map((name) => fixed(valid[name])),
        formatSeconds(seconds),
      ]),
    );
  }

  /** The training loss over the batches, smoothed, and the validation loss after each epoch. */
  figure(): Figure {
    return lines(this.#curves(), this.#axes());
  }

  /** The same as a drawing, for as long as it changes. */
  sketch(): MimeBundle {
    return lineSketch(this.#curves(), this.#axes());
  }

  toString(): string {
    const last = this.epochs.at(-1);
    const seconds = this.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
    const scores = Object.entries(last?.valid ?? {}).map(
      ([name, value]) => `${name === "loss" ? "valid_loss" : name} ${formatNumber(value)}`,
    );
    const done = last ? [`${plural(this.epochs.length, "epoch")} in ${formatSeconds(seconds)}: ${scores.join(", ")}`] : [];
    return [...done, ...(this.#stopped ? [stopInWords(this)] : [])].join("; ");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle | undefined {
    return this.#isShown() ? undefined : { "text/plain": this.toString() };
  }

  #curves(): Record<string, Curve> {
    const train = smoothed(this.batchLosses, mostPoints);
    return { train, valid: { x: this.#ends, y: this.epochs.map(({ valid }) => valid.loss) } };
  }

  #axes(): LinesOptions {
    return { title: "Loss while training", x: "batch", y: this.#lossName };
  }
}

/** Where a fit was stopped and what became of the learner, in words; nothing where it was not. */
export function stopInWords({ stopped }: Pick<History, "stopped">): string {
  if (!stopped) return "";
  const { epoch, batch, validating } = stopped;
  return `stopped in epoch ${epoch} ${validating ? "while validating" : `at batch ${batch}`}; the learner keeps what it has learnt`;
}

const fixed = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(4));
