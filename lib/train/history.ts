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
  /** Why a callback ended it; undefined where the learner did. */
  readonly reason?: string;
}

/** A history as plain data. */
export interface HistoryRecord {
  readonly metrics: readonly string[];
  readonly loss: string;
  readonly epochs: readonly Epoch[];
  /** Batches that had been trained when each epoch was validated. */
  readonly ends: readonly number[];
  readonly batchLosses: readonly number[];
  readonly stopped?: StoppedAt;
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

  /** The history that `record` told of. */
  static from({ metrics, loss, epochs, ends, batchLosses, stopped }: HistoryRecord): History {
    const history = new History(metrics, loss);
    history.epochs.push(...epochs);
    history.#ends.push(...ends);
    for (const batchLoss of batchLosses) history.batchLosses.push(batchLoss);
    history.#stopped = stopped;
    return history;
  }

  /** All that is known by now. */
  record(): HistoryRecord {
    const { epochs, batchLosses } = this;
    const known = { metrics: this.#metrics, loss: this.#lossName, epochs: [...epochs], ends: [...this.#ends] };
    return { ...known, batchLosses: [...batchLosses], ...(this.#stopped && { stopped: this.#stopped }) };
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

/** Where a fit was stopped, why, and what became of the learner, in words; nothing where it was not. */
export function stopInWords({ stopped, epochs }: Pick<History, "stopped" | "epochs">): string {
  if (!stopped) return "";
  const { epoch, batch, validating, reason } = stopped;
  const where =
    epoch === 0
      ? "before the first epoch"
      : epochs.some((finished) => finished.epoch === epoch)
        ? `after epoch ${epoch}`
        : `in epoch ${epoch} ${validating ? "while validating" : `at batch ${batch}`}`;
  return `stopped ${where}${reason ? `: ${reason}` : ""}; the learner keeps what it has learnt`;
}

const fixed = (value: number | undefined): string => (value === undefined ? "" : value.toFixed(4));
