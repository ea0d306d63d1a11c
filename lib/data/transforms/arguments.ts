import { describe, positiveInteger } from "../../base/index.ts";
import type { Size } from "./transform.ts";

/** The side of a square, or `[height, width]`; in pixels. */
export type Sides = number | readonly [height: number, width: number];
/** Least and greatest value of what is drawn. */
export type Range = readonly [low: number, high: number];
/** One number for all channels, or one for each. */
export type PerChannel = number | readonly number[];
/** How a value between pixels is found. */
export type Interpolation = "nearest" | "bilinear";

/** @throws RangeError unless it is a positive whole number or two of them */
export function sizeOf(size: Sides): Size {
  const [height, width] = typeof size === "number" ? [size, size] : size;
  positiveInteger({ height, width });
  return { height, width };
}

export interface RangeLimits {
  readonly least?: number;
  readonly most?: number;
  /** Whether 0 is too low. */
  readonly positive?: boolean;
}

/** @throws RangeError unless each is `[low, high]`, low ≤ high, both within the limits */
export function expectRanges(ranges: Readonly<Record<string, Range>>, { least, most, positive = false }: RangeLimits = {}): void {
  const isWithin = (end: number) => (least === undefined || end >= least) && (most === undefined || end <= most) && (!positive || end > 0);
  for (const [name, range] of Object.entries(ranges)) {
    const isRange = Array.isArray(range) && range.length === 2 && range.every((end) => typeof end === "number" && !Number.isNaN(end));
    if (isRange && range[0] <= range[1] && range.every(isWithin)) continue;
    const limits = [
      ...(positive ? ["above 0"] : []),
      ...(least === undefined ? [] : [`at least ${least}`]),
      ...(most === undefined ? [] : [`at most ${most}`]),
    ];
    const got = isRange ? `[${range.join(", ")}]` : describe(range);
    throw new RangeError(
      `Expected ${name} to be [low, high], low ≤ high${limits.length > 0 ? `, both ${limits.join(" and ")}` : ""}, but got ${got}`,
    );
  }
}

/** A number `x` as the range −x … x; a range as it is. @throws RangeError unless it is one of both */
export function symmetric(name: string, value: number | Range): Range {
  if (typeof value === "number" && value < 0) throw new RangeError(`Expected ${name} to be 0 or more, or [low, high], but got ${value}`);
  const range: Range = typeof value === "number" ? [-value, value] : value;
  expectRanges({ [name]: range });
  return range;
}

/**
 * One number for each channel.
 *
 * @throws RangeError when there are neither one nor as many as channels
 */
export function perChannel(name: string, values: PerChannel, channels: number): readonly number[] {
  if (typeof values === "number") return Array.from({ length: channels }, () => values);
  if (values.length === channels) return values;
  if (values.length === 1) return Array.from({ length: channels }, () => values[0] ?? 0);
  throw new RangeError(
    `Expected ${name} to be one number, or one for each of the picture's channels (${channels}), but got ${values.length}: ` +
      (channels === 1 ? "the picture is grey; grayscale({ channels: 3 }) before this makes three channels." : "the picture is in colour."),
  );
}

/** A number inside a range; draws nothing where both ends are the same. */
export function draw(random: { uniform(low: number, high: number): number }, [low, high]: Range): number {
  return low === high ? low : random.uniform(low, high);
}
