import { afterEach, expect, test } from "vitest";
import { shownHere } from "../../lib/plot/index.ts";

const key = Symbol.for("descent.cell");
const inCell = (signal: AbortSignal): boolean => Reflect.set(globalThis, key, { signal });
afterEach(() => {
  Reflect.deleteProperty(globalThis, key);
});

test("what was shown in a cell counts as shown in that cell only", () => {
  const [first, second] = [new AbortController().signal, new AbortController().signal];
  inCell(first);
  const isShown = shownHere();
  expect(isShown()).toBe(true);
  inCell(second);
  expect(isShown()).toBe(false);
  inCell(first);
  expect(isShown()).toBe(true);
});

test("outside all cells nothing counts as shown", () => {
  expect(shownHere()()).toBe(false);
});
