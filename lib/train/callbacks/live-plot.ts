import { describe } from "../../base/index.ts";
import { type Curve, displaySymbol, type LinesOptions, LiveDisplay, type LiveDisplayOptions, lineSketch, lines } from "../../plot/index.ts";
import type { Callback, FitRun } from "./callback.ts";
import { memory } from "./memory.ts";
import { expectFigure, figureOf } from "./monitor.ts";

export interface LivePlotOptions extends LiveDisplayOptions {
  /** What is drawn: `"learning_rate"`, `"train_loss"`, `"valid_loss"` or names of metrics. All metrics and the learning rate unless told. */
  readonly curves?: readonly string[];
}

/** A learning-rate curve of more points keeps every second one. */
const mostPoints = 600;

/**
 * Draws metrics over the epochs and the learning rate over the batches while a fit goes on, each in a figure of its own below the losses.
 * On a terminal the figures come at the end, in words.
 *
 * fastai's `ShowGraphCallback`.
 *
 * @throws TypeError when `curves` is no list; RangeError at the start of the fit, when nothing of a name is measured
 * @example
 * await learner.fitOneCycle(5, { learningRate: 0.01, callbacks: [livePlot({ curves: ["accuracy", "learning_rate"] })] });
 */
export function livePlot({ curves, ...display }: LivePlotOptions = {}): Callback {
  if (curves !== undefined && !(Array.isArray(curves) && curves.length > 0 && curves.every((name) => typeof name === "string"))) {
    throw new TypeError(`Expected curves to be a list such as ["accuracy", "learning_rate"] but got ${describe(curves)}`);
  }
  const { now, begin, carried } = memory<RateCurve>(noRates);
  let charts: readonly Chart[] = [];
  return {
    name: "livePlot",
    beforeFit(run) {
      begin();
      const names = curves ?? [...run.metrics.map((metric) => metric.name), rateName];
      const figures = names.filter((name) => name !== rateName);
      for (const name of names) expectFigure(run, { "each of curves": name }, [rateName]);
      charts = [
        ...(figures.length > 0 ? [figuresChart(figures, display)] : []),
        ...(names.includes(rateName) ? [rateChart(() => now, display)] : []),
      ];
    },
    afterBatch(run) {
      Object.assign(now, withRate(now, run));
      for (const chart of charts) chart.update(run);
    },
    afterEpoch(run) {
      for (const chart of charts) chart.update(run);
    },
    afterFit(run) {
      for (const chart of charts) chart.end(run);
      charts = [];
    },
    ...carried,
  };
}

const rateName = "learning_rate";

interface Chart {
  update(run: FitRun): void;
  end(run: FitRun): void;
}

type Drawing = readonly [curves: Readonly<Record<string, Curve>>, axes: LinesOptions];

function chartOf(draw: (run: FitRun) => Drawing, options: LiveDisplayOptions): Chart {
  const display = new LiveDisplay({ ...options, perSecond: options.perSecond ?? 1 });
  return {
    update: (run) => display.update(() => lineSketch(...draw(run))),
    end: (run) => display.end(() => lines(...draw(run))[displaySymbol]()),
  };
}

function figuresChart(names: readonly string[], options: LiveDisplayOptions): Chart {
  const axes = { title: "Figures after each epoch", x: "epoch", y: names.length === 1 ? String(names[0]) : "figure" };
  return chartOf(({ history: { epochs } }) => {
    const x = epochs.map(({ epoch }) => epoch);
    const curves = names.map((name) => [name, { x, y: epochs.map((epoch) => figureOf(epoch, name)) }]);
    return [Object.fromEntries(curves), axes];
  }, options);
}

function rateChart(rates: () => RateCurve, options: LiveDisplayOptions): Chart {
  const axes = { title: "Learning rate", x: "batch", y: "learning rate" };
  return chartOf(() => [{ "learning rate": rates() }, axes], options);
}

interface RateCurve {
  /** Batches between two points. */
  readonly stride: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

const noRates: RateCurve = { stride: 1, x: [], y: [] };

/** The curve with the rate of the last batch; half as dense where it has become long. */
function withRate({ stride, x, y }: RateCurve, { step, learningRate }: FitRun): RateCurve {
  if (step % stride !== 0) return { stride, x, y };
  const next = { stride, x: [...x, step], y: [...y, learningRate] };
  if (next.x.length < mostPoints) return next;
  const every = (values: readonly number[]): number[] => values.filter((_, index) => (next.x[index] ?? 0) % (2 * stride) === 0);
  return { stride: 2 * stride, x: every(next.x), y: every(next.y) };
}
