import { expect, test } from "vitest";
import { progress } from "../../lib/plot/index.ts";
import { recorder, stream } from "./recorder.ts";

test("in a notebook one bar says how far, how fast and how long still", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const bar = progress({ title: "Drawing savanna", total: 1000, unit: "picture", clock: () => now, target });
  now = 2000;
  bar.advance(250);
  expect(shown[1]?.text).toBe("Drawing savanna: 250 of 1,000 pictures, 125 pictures/s, 6.0 s left");
  expect(shown[1]?.bundle["text/html"]).toContain('<progress value="250" max="1000"');
  now = 9000;
  bar.advance(750);
  bar.done();
  expect(shown.at(-1)?.text).toBe("Drawing savanna: 1,000 pictures in 9.0 s");
  expect(new Set(shown.map(({ place }) => place?.id)).size).toBe(1);
});

test("bytes are told as people read them", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const bar = progress({ title: "train-images", total: 26_421_880, unit: "B", clock: () => now, target });
  now = 1000;
  bar.advance(13_210_940);
  expect(shown[1]?.text).toBe("train-images: 13.2 MB of 26.4 MB, 13.2 MB/s, 1.0 s left");
});

test("with a delay, what is done by then is not shown; what takes longer or fails is", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const waiting = () => progress({ title: "Validating", total: 10, delay: 1, clock: () => now, target });
  const quick = waiting();
  now += 999;
  quick.advance(10);
  quick.done();
  expect(shown).toEqual([]);
  const slow = waiting();
  now += 1000;
  slow.advance(4);
  expect(shown[0]?.text).toBe("Validating: 10 steps");
  slow.done();
  expect(shown.at(-1)?.text).toBe("Validating: 10 steps in 1.0 s");
  waiting().fail("the disk is full");
  expect(shown.at(-1)?.text).toBe("Validating: the disk is full");
});

test("at most five drawings a second", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const bar = progress({ title: "Busy", total: 1e5, clock: () => now, target });
  for (; now < 2000; now++) bar.advance(10);
  expect(shown.length).toBeLessThanOrEqual(10);
  expect(shown.length).toBeGreaterThan(5);
});

test("a terminal rewrites one line, cut to its width", () => {
  const out = stream({ isTTY: true, columns: 30 });
  let now = 0;
  const bar = progress({ title: "Drawing savanna", total: 10, clock: () => now, target: recorder("terminal").target, stream: out });
  now = 1000;
  bar.advance(5);
  bar.done("10 pictures drawn");
  expect(out.written).toEqual([
    "\r\u001b[2KDrawing savanna: 10 steps",
    "\r\u001b[2KDrawing savanna: 5 of 10 step",
    "\r\u001b[2KDrawing savanna: 10 pictures drawn\n",
  ]);
});

test("a file or pipe gets a line at the start and one at the end", () => {
  const out = stream({ isTTY: false });
  const bar = progress({ title: "Hashing", total: 3, unit: "file", clock: () => 0, target: recorder("terminal").target, stream: out });
  for (let index = 0; index < 3; index++) bar.advance();
  bar.done();
  expect(out.written).toEqual(["Hashing: 3 files\n", "Hashing: 3 files in 0.0 s\n"]);
});

test("an end that came too early says how far it was, and nothing is said after it", () => {
  const { target, shown } = recorder("notebook");
  const bar = progress({ title: "Downloading", total: 100, unit: "B", clock: () => 0, target });
  bar.advance(40);
  bar.fail();
  bar.advance(10);
  bar.done();
  expect(shown.at(-1)?.text).toBe("Downloading: ended after 40 B of 100 B");
});

test("a title with a tag in it stays words", () => {
  const { target, shown } = recorder("notebook");
  progress({ title: "<img src=x>", total: 1, target });
  expect(shown[0]?.bundle["text/html"]).not.toContain("<img");
});

test("nothing to do is no error, a total that is no number is", () => {
  const { target, shown } = recorder("notebook");
  progress({ title: "Empty", total: 0, unit: "file", clock: () => 0, target }).done();
  expect(shown.at(-1)?.text).toBe("Empty: 0 files in 0.0 s");
  expect(() => progress({ title: "Odd", total: Number.NaN, target })).toThrow("Expected total to be a number from 0 up but got NaN");
});
