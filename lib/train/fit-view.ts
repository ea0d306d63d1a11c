import { escapeHtml, formatCount, formatSeconds } from "../base/index.ts";
import {
  type Clock,
  displaySymbol,
  type FrontEnd,
  frontEnd,
  type LineStream,
  LiveDisplay,
  type MimeBundle,
  progressBar,
  StatusLine,
} from "../plot/index.ts";
import type { FitPlan } from "./fit-plan.ts";
import type { History } from "./history.ts";

/** Where a fit is, for those who watch. */
export interface FitState {
  readonly plan: FitPlan;
  readonly history: History;
  /** From 1. */
  epoch: number;
  /** Batches of the present part (training or validation) that are finished. */
  batch: number;
  validating: boolean;
  /** Pictures trained in this epoch, and the seconds it took. */
  pictures: number;
  seconds: number;
  /** Seconds of the last validation; 0 before the first. */
  validSeconds: number;
}

/** Shows a fit while it runs; what it shows last stays. */
export interface FitView {
  /** After each batch. */
  batch(): void;
  /** After each epoch. */
  epoch(): void;
  /** At the end, however it came; `text` where it was not the planned one. */
  end(text?: string): void;
}

export interface FitViewOptions {
  readonly target?: FrontEnd;
  readonly stream?: LineStream;
  readonly clock?: Clock;
}

/** The view for the present front end: table, bar and figure in a notebook, lines in a terminal. */
export function fitView(state: FitState, { target = frontEnd(), ...options }: FitViewOptions = {}): FitView {
  return target.kind === "notebook" ? notebookView(state, { ...options, target }) : terminalView(state, { ...options, target });
}

function notebookView(state: FitState, options: FitViewOptions): FitView {
  const board = new LiveDisplay({ ...options, perSecond: 4 });
  const chart = new LiveDisplay({ ...options, perSecond: 1 });
  return {
    batch() {
      board.update(() => boardBundle(state, statusInWords(state), bar(state)));
      chart.update(() => state.history.sketch());
    },
    epoch() {},
    end(text = "") {
      board.end(() => boardBundle(state, text));
      chart.end(() => state.history.figure()[displaySymbol]());
    },
  };
}

/** The table of the epochs so far, under it what goes on. */
function boardBundle({ plan, history }: FitState, words: string, barHtml = ""): MimeBundle {
  const table = history.table();
  const lines = [plan.note, words].filter((line): line is string => Boolean(line));
  const rows = lines.map((line, index) => `<div>${index === lines.length - 1 ? barHtml : ""} ${escapeHtml(line)}</div>`).join("");
  return {
    "text/plain": [table.toString(), ...lines].join("\n"),
    "text/html": `${table.toHtml()}${rows && `<div style="padding:4px 12px">${rows}</div>`}`,
  };
}

const bar = ({ plan, epoch, batch, validating }: FitState): string => {
  const perEpoch = plan.batches + plan.validBatches;
  return progressBar((epoch - 1) * perEpoch + (validating ? plan.batches : 0) + batch, plan.epochs * perEpoch);
};

function terminalView(state: FitState, { target, ...options }: FitViewOptions): FitView {
  const line = new StatusLine(options);
  const print = (text: string): void => {
    line.clear();
    target?.show({ "text/plain": text });
  };
  if (state.plan.note) print(state.plan.note);
  let hasHead = false;
  return {
    batch: () => line.update(() => statusInWords(state)),
    epoch() {
      // First the whole table, with what was before where a fit goes on; then a row an epoch.
      const table = state.history.table().toString();
      print(hasHead ? table.slice(table.lastIndexOf("\n") + 1) : table);
      hasHead = true;
    },
    end(text) {
      line.clear();
      if (text) print(text);
    },
  };
}

/** Where a fit is, its rate and the time left, in a line. */
function statusInWords(state: FitState): string {
  const { plan, epoch, batch, validating, pictures, seconds } = state;
  const place = `epoch ${epoch} of ${plan.epochs}`;
  if (validating) return `${place}, validating: batch ${formatCount(batch)} of ${formatCount(plan.validBatches)}`;
  const rate = `${formatCount(Math.round(pictures / Math.max(seconds, 1e-3)))} img/s`;
  return `${place}, batch ${formatCount(batch)} of ${formatCount(plan.batches)}, ${rate}, ${formatSeconds(secondsLeft(state))} left`;
}

/** From this epoch's rate, and the time that the last validation took (unknown in the first epoch). */
function secondsLeft({ plan, epoch, batch, seconds, validSeconds }: FitState): number {
  const batchesLeft = (plan.epochs - epoch + 1) * plan.batches - batch;
  return (batchesLeft * seconds) / Math.max(1, batch) + (plan.epochs - epoch + 1) * validSeconds;
}
