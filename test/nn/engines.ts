import { device } from "../../lib/device/index.ts";

/** The engines on which layers are tried: the best one here, and the one that runs everywhere. */
export const engines: readonly (readonly [name: string, start: () => Promise<unknown>])[] = [
  ["the best engine", () => device.use()],
  ["wasm", () => device.use("wasm")],
];

/** The largest distance between two lists of numbers, place by place; NaN where one is shorter. */
export function distance(values: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (values.length !== wanted.length) return Number.NaN;
  return Math.max(...Array.from(values, (value, index) => Math.abs(value - (wanted[index] as number))));
}
