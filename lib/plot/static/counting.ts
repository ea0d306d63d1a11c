import { finite, type Plain } from "./plain.ts";

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

export interface BinOptions {
  /** The values of all histograms over the same axis, which share their bins. */
  readonly all: readonly number[];
  /** How many bins at most. */
  readonly most: number | undefined;
  /** Plotly's `xbins`: where the bins start and how wide they are. */
  readonly given: Plain;
  /** Plotly's `histnorm`. */
  readonly share: string;
}

/** Differences below this leave no room for bins between them. */
const tiny = 1e-300;

/** How the values spread over bins of one round width, as Plotly's `histogram` counts them. */
export function binned(values: readonly number[], { all, most, given, share }: BinOptions): readonly Bin[] {
  if (values.length === 0) return [];
  const [low, high] = all.reduce(([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)], [Infinity, -Infinity]);
  // As many bins as the square root of the count, a common rule; the width then rounded up to 1, 2 or 5 times a power of ten.
  const size = Math.max(Math.abs(low), Math.abs(high));
  const alike = high - low <= Math.max(1e-9 * size, tiny);
  const reach = alike ? (size > tiny ? size : 1) : high - low;
  const rough = reach / (most ?? Math.min(100, Math.max(5, Math.ceil(Math.sqrt(values.length)))));
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = finite(given["size"]) ?? power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const start = finite(given["start"]) ?? Math.floor(low / width) * width;
  const counts = Array.from({ length: Math.max(1, Math.floor((high - start) / width + 1e-9) + 1) }, () => 0);
  for (const value of values) {
    const place = Math.floor((value - start) / width + 1e-9);
    if (place in counts) counts[place] = (counts[place] ?? 0) + 1;
  }
  const part = share.includes("percent") ? 100 / values.length : share.includes("probability") ? 1 / values.length : 1;
  const scale = share.includes("density") ? part / width : part;
  return counts.map((count, place) => ({ from: start + place * width, to: start + (place + 1) * width, height: count * scale }));
}

/** Least, quartiles and greatest of the values within 1.5 boxes of the box (Tukey, 1977), and those beyond; undefined without values. */
export function fiveNumbers(
  values: readonly number[],
): { readonly box: readonly number[]; readonly outliers: readonly number[] } | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((one, other) => one - other);
  const at = (fraction: number): number => {
    const place = Math.min(sorted.length - 1, Math.max(0, fraction * sorted.length - 0.5)); // Plotly's "linear" quartiles
    const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return below + (above - below) * (place - Math.floor(place));
  };
  const [first, middle, third] = [at(0.25), at(0.5), at(0.75)];
  const reach = 1.5 * (third - first);
  const within = sorted.filter((value) => value >= first - reach && value <= third + reach);
  return {
    box: [within[0] ?? first, first, middle, third, within[within.length - 1] ?? third],
    outliers: sorted.filter((value) => value < first - reach || value > third + reach),
  };
}
