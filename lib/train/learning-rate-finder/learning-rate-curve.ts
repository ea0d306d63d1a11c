import { inspect } from "node:util";
import { plural } from "../../base/index.ts";
import { colours, type Displayable, displaySymbol, Figure, formatNumber, type MimeBundle, shownHere } from "../../plot/index.ts";
import { type RateLosses, suggestionsFrom } from "./suggestions.ts";

export interface LearningRateCurveParts extends RateLosses {
  /** How many rates were to be tried. */
  readonly tried: number;
  /** Name of the loss with its unit. */
  readonly lossName: string;
}

/** Suggestions from fewer points than this are said to be uncertain. */
const enough = 20;

/**
 * What a range test found: the loss at each learning rate, and rates to train with. The cell that made it has shown it already; in others it
 * shows itself again.
 */
export class LearningRateCurve implements Displayable {
  /** The learning rate to train with: the valley. */
  readonly suggestion: number;
  /** A rate in the middle part of the longest fall of the loss. */
  readonly valley: number;
  /** The rate at which the loss falls fastest. */
  readonly steepest: number;
  /** The rates that were tried, lowest first. */
  readonly rates: readonly number[];
  /** The loss at each of them, smoothed. */
  readonly losses: readonly number[];
  readonly #lossName: string;
  readonly #isShown = shownHere();

  /** @throws RangeError when there are fewer than two rates */
  constructor(parts: LearningRateCurveParts) {
    const { steepest, valley } = suggestionsFrom(parts, parts.tried);
    this.suggestion = valley;
    this.valley = valley;
    this.steepest = steepest;
    this.rates = parts.rates;
    this.losses = parts.losses;
    this.#lossName = parts.lossName;
  }

  /** The smoothed loss against the learning rate, with both suggestions marked. */
  figure(): Figure {
    const { rates: x, losses: y, valley, steepest } = this;
    const mark = (name: string, rate: number, look: object) => ({
      type: "scatter",
      mode: "markers",
      name: `${name}: ${rateInWords(rate)}`,
      x: [rate],
      y: [y[x.indexOf(rate)] ?? null],
      marker: { size: 11, ...look },
    });
    return new Figure(
      [
        { type: "scatter", mode: "lines", name: "smoothed loss", x, y },
        mark("valley", valley, { color: colours.vermillion }),
        mark("steepest", steepest, { color: colours.green, symbol: "diamond" }),
      ],
      {
        title: { text: `Which learning rate? Suggested: ${rateInWords(this.suggestion)}` },
        xaxis: { title: { text: "learning rate" }, type: "log" },
        yaxis: { title: { text: this.#lossName } },
      },
      this.toString(),
    );
  }

  toString(): string {
    const { suggestion, steepest, rates, losses } = this;
    const least = losses.reduce((best, loss, index) => (loss < (losses[best] ?? Number.NaN) ? index : best), 0);
    const [first, low, last] = [0, least, losses.length - 1].map((index) => formatNumber(losses[index] ?? Number.NaN));
    const [from, at, to] = [0, least, rates.length - 1].map((index) => rateInWords(rates[index] ?? Number.NaN));
    const rises = least < losses.length - 1 ? ` and ${last} at ${to}` : "";
    return [
      `Suggested learning rate: ${rateInWords(suggestion)} (valley); the loss falls fastest at ${rateInWords(steepest)} (steepest).`,
      `Smoothed loss: ${first} at ${from}, least ${low} at ${at}${rises}.`,
      ...this.#doubts(),
    ].join("\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle | undefined {
    return this.#isShown() ? undefined : this.figure()[displaySymbol]();
  }

  /** What speaks against the suggestion. */
  #doubts(): readonly string[] {
    const { rates, losses } = this;
    const falls = losses.some((loss, index) => index > 0 && loss < (losses[0] ?? 0));
    return [
      ...(rates.length < enough
        ? [`Only ${plural(rates.length, "rate")} could be compared: take the suggestion as a guess, or try more batches.`]
        : []),
      ...(falls ? [] : ["The loss never fell: is the lowest rate too high, or is there nothing to learn?"]),
    ];
  }
}

/** Two digits: the next rate that was tried is about a fifth higher. */
const rateInWords = (rate: number): string => String(Number(rate.toPrecision(2)));
