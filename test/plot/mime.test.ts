import { expect, test } from "vitest";
import { bundleOf, displaySymbol, type MimeBundle, withText } from "../../lib/plot/mime.ts";

test("a value that shows itself gives its own bundle", () => {
  const value = { [displaySymbol]: () => ({ "text/plain": "four", "text/html": "<b>4</b>" }) };
  expect(bundleOf(value)).toEqual({ "text/plain": "four", "text/html": "<b>4</b>" });
});

test("a bundle that comes later is waited for", async () => {
  const bundle = bundleOf({ [displaySymbol]: async () => ({ "text/plain": "later" }) });
  expect(bundle).toBeInstanceOf(Promise);
  expect(await bundle).toEqual({ "text/plain": "later" });
});

test("a bundle without words gets some, so that a terminal shows something too", () => {
  const frame = { rows: 3, [displaySymbol]: () => ({ "text/html": "<table></table>" }) };
  expect(bundleOf(frame)).toMatchObject({ "text/html": "<table></table>", "text/plain": expect.stringContaining("rows: 3") });
});

test("another text leaves the formats unmade that nobody has read", () => {
  let made = 0;
  const bundle = Object.defineProperty({ "text/plain": "a" }, "image/png", { enumerable: true, get: () => `png ${++made}` });
  const renamed = withText(bundle as MimeBundle, "b");
  expect(renamed["text/plain"]).toBe("b");
  expect(made).toBe(0);
  expect(JSON.parse(JSON.stringify(renamed))).toEqual({ "text/plain": "b", "image/png": "png 1" });
});

test("plain values are shown in words: strings as they are, others as Node inspects them", () => {
  expect(bundleOf("a\nb")).toEqual({ "text/plain": "a\nb" });
  expect(bundleOf({ classes: [1, 2] })).toEqual({ "text/plain": "{ classes: [ 1, 2 ] }" });
  expect(bundleOf(undefined)).toEqual({ "text/plain": "undefined" });
  expect(bundleOf(null)).toEqual({ "text/plain": "null" });
});
