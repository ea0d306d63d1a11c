import { describe, writeAtomically } from "../../base/index.ts";
import type { Callback, FitRun } from "./callback.ts";
import { memory } from "./memory.ts";

/**
 * Writes a line an epoch to a file of comma-separated values: fit, epoch, train_loss, valid_loss, each metric, learning_rate, seconds.
 * Spreadsheets, polars and pandas read it.
 *
 * A new callback begins the file anew at the end of its first epoch. Later fits with it go on below, and so does a fit that is resumed:
 * lines of epochs that are made again are not doubled. The file is replaced as a whole, so a kill leaves whole lines. Keras' `CSVLogger`.
 *
 * @throws TypeError when the path is none
 * @example
 * await learner.fit(10, { callbacks: [csvLog("runs/first.csv")] });
 * await readTable("runs/first.csv");
 */
export function csvLog(path: string): Callback {
  if (typeof path !== "string" || path === "") {
    throw new TypeError(`Expected the path of a file, such as "log.csv", but got ${describe(path)}`);
  }
  const { now, carried } = memory<{ fit: number; lines: readonly string[] }>({ fit: 0, lines: [] });
  let goesOn = false;
  return {
    name: "csvLog",
    beforeFit() {
      if (!goesOn) now.fit++;
      goesOn = false;
    },
    async afterEpoch(run) {
      const line = lineOf(run, now.fit);
      const lines = [...now.lines, line];
      await writeAtomically(path, `${[headOf(run), ...lines].join("\n")}\n`);
      now.lines = lines;
    },
    state: carried.state,
    restore(state) {
      carried.restore(state);
      goesOn = true;
    },
  };
}

const headOf = ({ metrics }: FitRun): string =>
  ["fit", "epoch", "train_loss", "valid_loss", ...metrics.map(({ name }) => name), "learning_rate", "seconds"].map(quoted).join(",");

function lineOf({ metrics, history, learningRate }: FitRun, fit: number): string {
  const last = history.epochs.at(-1);
  if (!last) return "";
  const { epoch, trainLoss, valid, seconds } = last;
  return [fit, epoch, trainLoss, valid.loss, ...metrics.map(({ name }) => valid[name] ?? ""), learningRate, seconds].join(",");
}

/** A name as one cell (RFC 4180). */
const quoted = (name: string): string => (/[",\n\r]/.test(name) ? `"${name.replace(/"/g, '""')}"` : name);
