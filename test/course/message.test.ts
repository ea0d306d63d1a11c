import { expect, test } from "vitest";
import { looks, Message } from "../../lib/course/message.ts";
import { displaySymbol } from "../../lib/plot/index.ts";

const bundle = () => {
  const message = new Message({ look: looks.wrong, title: "FAIL: 0 of 1.", text: "Is 3 < 2?", code: "<b>", small: ["later"] });
  return message[displaySymbol]();
};

test("says the same in words and in HTML, with a sign for those who don't see the colour", () => {
  expect(bundle()["text/plain"]).toBe("FAIL: 0 of 1. Is 3 < 2?\n<b>\nlater");
  const html = String(bundle()["text/html"]);
  for (const part of ["✘", "FAIL: 0 of 1.", "#D55E00", "later"]) expect(html).toContain(part);
});

test("a learner's text can't become HTML", () => {
  expect(bundle()["text/html"]).not.toContain("3 < 2");
  expect(bundle()["text/html"]).not.toContain('<pre style="margin: 6px 0"><b>');
});
