import fc from "fast-check";
import { expect, test } from "vitest";
import { cutTo, textWidth } from "../../../lib/plot/static/text-width.ts";

test("narrow letters take less room than wide ones, and the longest line counts", () => {
  expect(textWidth("illi", 10)).toBeLessThan(textWidth("WMWM", 10));
  expect(textWidth("one\ntwo and more", 10)).toBe(textWidth("two and more", 10));
  expect(textWidth("", 10)).toBe(0);
});

test("a text that is too wide is cut with … until it fits", () =>
  fc.assert(
    fc.property(fc.string({ minLength: 3 }), fc.integer({ min: 30, max: 200 }), (text, width) => {
      const cut = cutTo(width, text, 11);
      expect(textWidth(cut, 11)).toBeLessThanOrEqual(width);
      if (cut !== text) expect(cut.endsWith("…") && text.startsWith(cut.slice(0, -1))).toBe(true);
    }),
  ));
