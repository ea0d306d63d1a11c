import { afterEach, expect, test } from "vitest";
import { cellSignal } from "../../lib/base/cell.ts";

const key = Symbol.for("descent.cell");
const scope = globalThis as { [key]?: { signal: AbortSignal } };

afterEach(() => {
  delete scope[key];
});

test("the signal is that of the cell which runs now, and none outside a notebook", () => {
  expect(cellSignal()).toBeUndefined();
  for (const controller of [new AbortController(), new AbortController()]) {
    scope[key] = { signal: controller.signal };
    expect(cellSignal()).toBe(controller.signal);
  }
});
