import { expect, test } from "vitest";
import { bundleOf, toBundle } from "../../../lib/kernel/code/display.ts";

const shows = Symbol.for("Jupyter.display");

test("a plain value is shown as Node prints it", async () => {
  expect(await bundleOf(new Map([[1, "a"]]))).toEqual({ "text/plain": "Map(1) { 1 => 'a' }" });
});

test("a value that shows itself does, and gets words where it brings none", async () => {
  expect(await bundleOf({ [shows]: () => ({ "text/plain": "words", "text/html": "<b>" }) })).toEqual({
    "text/plain": "words",
    "text/html": "<b>",
  });
  expect(await bundleOf({ [shows]: async () => ({ "image/png": new Uint8Array([255]) }) })).toMatchObject({
    "image/png": "/w==",
    "text/plain": expect.any(String),
  });
});

test.each([["text"], [null], [[1]], [new Uint8Array(2)]])("what is no bundle is refused: %s", (candidate) => {
  expect(() => toBundle(candidate)).toThrow("Expected a MIME bundle");
});

test("a value that gives no bundle has nothing to show", async () => {
  expect(await bundleOf({ [shows]: () => undefined })).toBeUndefined();
  expect(await bundleOf(undefined)).toBeUndefined();
});

test("what a promise gives is shown, and what it throws is thrown", async () => {
  expect(await bundleOf(Promise.resolve(7))).toEqual({ "text/plain": "7" });
  expect(await bundleOf(Promise.resolve())).toBeUndefined();
  await expect(bundleOf(Promise.reject(new Error("too late")))).rejects.toThrow("too late");
});

test("where the front end draws Plotly figures, their pictures are left out unread; other pictures stay", () => {
  const figure = Object.defineProperty({ "text/plain": "a", "application/vnd.plotly.v1+json": {} }, "image/png", {
    enumerable: true,
    get: () => {
      throw new Error("drawn in vain");
    },
  });
  expect(toBundle(figure, { drawsPlotly: true })).toEqual({ "text/plain": "a", "application/vnd.plotly.v1+json": {} });
  expect(() => toBundle(figure)).toThrow("drawn in vain");
  expect(toBundle({ "text/html": "b", "image/png": "c" }, { drawsPlotly: true })).toEqual({ "text/html": "b", "image/png": "c" });
});
