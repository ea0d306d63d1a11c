import { expect } from "vitest";

/** Makes sure that each number is the wanted one, up to a millionth of it. */
export function expectNear(got: readonly number[], wanted: readonly number[]): void {
  expect(got).toHaveLength(wanted.length);
  const apart = got.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN)) / Math.abs(wanted[index] || 1));
  expect(Math.max(...apart)).toBeLessThan(1e-6);
}
