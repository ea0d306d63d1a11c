import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { savanna, species } from "../../../lib/data/savanna/index.ts";
import { emptyHome } from "../catalog/home.ts";

const small = { perClass: 3, testPerClass: 2, size: 24 };

test("has as many pictures of each species, others to test than to train on", async () => {
  await emptyHome();
  const { train, test: held } = await savanna(small);
  expect([train.length, train.height, train.width, train.channels]).toEqual([12, 24, 24, 3]);
  expect(train.classes).toEqual(species);
  expect(train.counts()).toEqual([3, 3, 3, 3]);
  expect(held.counts()).toEqual([2, 2, 2, 2]);
  expect([train.split, held.split]).toEqual(["train", "test"]);
  const pictures = [train, held].flatMap((part) =>
    part.ids.map((_, index) => Buffer.from(part.get(index).image.pixels).toString("base64")),
  );
  expect(new Set(pictures).size).toBe(20);
});

test("is drawn once, then read; drawn again where the cached file is damaged; and the same each time", async () => {
  const home = await emptyHome();
  const first = await savanna(small);
  const folder = join(home, "cache", "savanna");
  const names = await readdir(folder);
  expect(names.length).toBe(2);
  expect(await savanna(small)).toEqual(first);

  const path = join(folder, names[0] ?? "");
  const good = await readFile(path);
  await writeFile(path, good.subarray(0, -5));
  expect(await savanna(small)).toEqual(first);
  expect(Buffer.compare(await readFile(path), good)).toBe(0);
});

test("is small in the quick budget, unless told how large", async () => {
  await emptyHome();
  vi.stubEnv("DESCENT_BUDGET", "quick");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { train, test: held } = await savanna({ size: 12 });
  expect([train.length, held.length]).toEqual([4 * 40, 4 * 10]);
  expect((await savanna({ ...small, perClass: 41 })).train.length).toBe(4 * 41);
});

test("is another one from another seed", async () => {
  await emptyHome();
  const one = await savanna(small);
  const two = await savanna({ ...small, seed: 7 });
  expect(Buffer.compare(one.train.pixels, two.train.pixels)).not.toBe(0);
});

test("drawing stops with the running cell and leaves nothing half-made", async () => {
  const home = await emptyHome();
  const stop = new AbortController();
  const key = Symbol.for("descent.cell");
  Reflect.set(globalThis, key, { signal: stop.signal });
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, key);
  });
  setTimeout(() => stop.abort(new Error("stopped by the learner")), 50);
  await expect(savanna({ perClass: 5000 })).rejects.toThrow("stopped by the learner");
  expect(await readdir(home)).toEqual([]);
});

test("says what it expected of its numbers", async () => {
  await expect(savanna({ perClass: 0 })).rejects.toThrow("Expected perClass to be a positive integer but got 0");
});
