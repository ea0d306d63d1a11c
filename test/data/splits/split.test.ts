import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupedSplit, kFold, randomSplit, stratifiedSplit } from "../../../lib/data/splits/index.ts";
import { toys } from "../toys.ts";

/** Toys of 1 … 5 classes, 0 … 30 of each, mixed; groups of a few pictures, each of one class mostly. */
const labelled = fc
  .array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 })
  .chain((counts) =>
    fc.shuffledSubarray(
      counts.flatMap((count, label) => new Array<number>(count).fill(label)),
      { minLength: counts.reduce((a, b) => a + b, 0) },
    ),
  )
  .filter((labels) => labels.length > 0)
  .map((labels) => toys(labels.length, { classes: ["a", "b", "c", "d", "e"], labels: Int32Array.from(labels) }));
const fractions = fc.constantFrom([1], [0.8, 0.2], [0.8, 0.1, 0.1], [1 / 3, 1 / 3, 1 / 3], [0.25, 0.25, 0.25, 0.25], [0.6, 0.333, 0.067]);
const seeds = fc.integer();

const idsOf = (parts: readonly { readonly ids: readonly string[] }[]): string[] => parts.flatMap(({ ids }) => ids);

describe("a split by chance", () => {
  test("has every picture in exactly one part, the parts as large as asked, each in the data set's order", () =>
    fc.assert(
      fc.property(labelled, fractions, seeds, (dataset, parts, seed) => {
        fc.pre(dataset.length >= 15);
        const split = randomSplit(dataset, { fractions: parts, seed });
        expect(idsOf(split).sort()).toEqual([...dataset.ids].sort());
        for (const [index, part] of split.entries()) {
          expect(Math.abs(part.length - (parts[index] as number) * dataset.length)).toBeLessThan(1);
          const places = part.ids.map((id) => dataset.ids.indexOf(id));
          expect(places).toEqual([...places].sort((a, b) => a - b));
        }
      }),
    ));

  test("is the same for the same seed and another for another", () => {
    const ids = (seed: number): string[] => idsOf([randomSplit(toys(100), { fractions: [0.5, 0.5], seed })[0]]);
    expect(ids(1)).toEqual(ids(1));
    expect(ids(1)).not.toEqual(ids(2));
  });

  test("takes counts, and any data set", async () => {
    const squares = { length: 10, get: (index: number) => index ** 2 };
    const [few, many] = randomSplit(squares, { counts: [3, 7] });
    const all = [few, many].flatMap((part) => Array.from({ length: part.length }, (_, index) => part.get(index)));
    expect(few.length).toBe(3);
    expect(all.map(Number).sort((a, b) => a - b)).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
  });

  test.each<[string, () => unknown, string]>([
    [
      "fractions that sum to less",
      () => randomSplit(toys(9), { fractions: [0.8, 0.1] }),
      "Expected fractions that sum to 1, such as [0.8, 0.1, 0.1], but the sum of [0.8, 0.1] is 0.9",
    ],
    ["a fraction below 0", () => randomSplit(toys(9), { fractions: [1.2, -0.2] }), "Expected fractions above 0 and at most 1 but got 1.2"],
    ["counts as fractions", () => randomSplit(toys(9), { fractions: [6, 3] }), "Numbers of pictures? randomSplit(dataset, { counts })"],
    [
      "counts that don't sum up",
      () => randomSplit(toys(9), { counts: [6, 4] }),
      "Expected counts that sum to the length of the data set, 9, but the sum of [6, 4] is 10",
    ],
    ["fractions as counts", () => randomSplit(toys(9), { counts: [0.5, 0.5] }), "Fractions? randomSplit(dataset, { fractions })"],
    [
      "a part that would be empty",
      () => randomSplit(toys(3), { fractions: [0.9, 0.05, 0.05] }),
      "Expected something in each part but part 2 of 3 would be empty (sizes 3, 0, 0)",
    ],
  ])("%s is refused", (_what, split, message) => expect(split).toThrow(message));
});

describe("a stratified split", () => {
  test("gives each class its share to within one picture, and each part its own", () =>
    fc.assert(
      fc.property(labelled, fractions, seeds, (dataset, parts, seed) => {
        const counts = dataset.counts() ?? [];
        fc.pre(counts.every((count) => count === 0 || count >= 15));
        const split = stratifiedSplit(dataset, { fractions: parts, seed });
        expect(idsOf(split).sort()).toEqual([...dataset.ids].sort());
        for (const [index, part] of split.entries()) {
          for (const [label, count] of (part.counts() ?? []).entries()) {
            expect(Math.abs(count - (parts[index] as number) * (counts[label] as number))).toBeLessThan(1);
          }
          expect(Math.abs(part.length - (parts[index] as number) * dataset.length)).toBeLessThan(parts.length);
        }
      }),
      {
        examples: [
          [
            toys(42, { classes: ["a", "b"], labels: Int32Array.from({ length: 42 }, (_, index) => (index < 27 ? 0 : 1)) }),
            [0.8, 0.1, 0.1],
            0,
          ],
        ],
      },
    ));

  test("80/10/10 of many small classes leaves no part short", () => {
    const labels = Int32Array.from({ length: 100 }, (_, index) => index % 20);
    const classes = Array.from({ length: 20 }, (_, label) => `class ${label}`);
    const parts = stratifiedSplit(toys(100, { classes, labels }), { fractions: [0.8, 0.1, 0.1] });
    expect(parts.map(({ length }) => length)).toEqual([80, 10, 10]);
  });

  test("a class with one picture is named, with what to do", () => {
    const lonely = toys(10, { labels: Int32Array.of(0, 0, 0, 0, 0, 2, 2, 2, 2, 1) });
    expect(() => stratifiedSplit(lonely, { fractions: [0.8, 0.1, 0.1] })).toThrow(
      'Expected at least 3 pictures of each class, one a part, but "bee" has 1: leave that class out, find more pictures of it, or let chance alone split, with randomSplit().',
    );
  });

  test("hidden labels are refused", () => {
    expect(() => stratifiedSplit(toys(9, { labels: undefined }), { fractions: [0.5, 0.5] })).toThrow(
      "A stratified split needs the class of each picture but toys (train) hides its labels",
    );
  });
});

describe("a grouped split", () => {
  const grouped = fc.tuple(labelled, fc.integer({ min: 1, max: 6 }), seeds).map(([dataset, size, seed]) => ({
    size,
    seed,
    dataset: toys(dataset.length, {
      classes: dataset.classes,
      labels: dataset.labels,
      groups: dataset.ids.map((_, place) => `group ${Math.floor(place / size)}`),
    }),
  }));

  test("keeps each group together, with every picture in exactly one part and nothing in no part", () =>
    fc.assert(
      fc.property(grouped, fractions, ({ dataset, size, seed }, parts) => {
        fc.pre(new Set(dataset.groups).size >= parts.length);
        const split = groupedSplit(dataset, { fractions: parts, seed });
        expect(idsOf(split).sort()).toEqual([...dataset.ids].sort());
        const groups = split.flatMap((part) => Array.from(new Set(part.groups)));
        expect(new Set(groups).size).toBe(groups.length);
        for (const part of split) expect(part.length).toBeGreaterThan(0);
        expect(size).toBeGreaterThan(0);
      }),
    ));

  test("gives each class about its share", () => {
    const dataset = toys(3000, { groups: Array.from({ length: 3000 }, (_, place) => `capture ${Math.floor(place / 3) % 700}`) });
    const [train, valid, test] = groupedSplit(dataset, { fractions: [0.8, 0.1, 0.1] });
    for (const [part, share] of [
      [train, 800],
      [valid, 100],
      [test, 100],
    ] as const) {
      for (const count of part.counts() ?? []) expect(Math.abs(count - share)).toBeLessThanOrEqual(10);
    }
  });

  test("a group larger than a part goes to the large part", () => {
    const groups = ["x", "x", "x", "x", "x", "x", "y", "z", "z"];
    const [train, valid, test] = groupedSplit(toys(9, { groups }), { fractions: [0.1, 0.8, 0.1] });
    expect(valid.groups).toEqual(["x", "x", "x", "x", "x", "x"]);
    expect([train.length, test.length].sort()).toEqual([1, 2]);
  });

  test("works by sizes alone where labels are hidden", () => {
    const [one, two] = groupedSplit(toys(8, { labels: undefined, groups: ["a", "a", "b", "b", "c", "c", "d", "d"] }), {
      fractions: [0.5, 0.5],
    });
    expect([one.length, two.length]).toEqual([4, 4]);
  });

  test("no groups, or too few, are refused", () => {
    expect(() => groupedSplit(toys(9), { fractions: [0.5, 0.5] })).toThrow(
      "A grouped split needs what each picture belongs to but toys (train) has no groups",
    );
    expect(() => groupedSplit(toys(3, { groups: ["x", "x", "x"] }), { fractions: [0.5, 0.5] })).toThrow(
      "Expected at least 2 groups, one a part, but toys (train) has 1",
    );
  });
});

describe("k folds", () => {
  test("have every picture in exactly one validation part, and all others in its training part", () =>
    fc.assert(
      fc.property(labelled, fc.integer({ min: 2, max: 6 }), seeds, (dataset, folds, seed) => {
        fc.pre((dataset.counts() ?? []).every((count) => count === 0 || count >= folds));
        const rounds = kFold(dataset, { folds, seed });
        expect(rounds).toHaveLength(folds);
        expect(idsOf(rounds.map(({ valid }) => valid)).sort()).toEqual([...dataset.ids].sort());
        for (const { train, valid } of rounds) {
          expect(train.ids).toEqual(dataset.ids.filter((id) => !valid.ids.includes(id)));
          for (const [label, count] of (valid.counts() ?? []).entries()) {
            expect(Math.abs(count - (dataset.counts()?.[label] ?? 0) / folds)).toBeLessThan(1);
          }
        }
      }),
    ));

  test("can go by groups, or by chance", () => {
    const dataset = toys(30, { groups: Array.from({ length: 30 }, (_, place) => `capture ${Math.floor(place / 5)}`) });
    for (const { train, valid } of kFold(dataset, { folds: 3, grouped: true })) {
      expect(train.groups?.filter((group) => valid.groups?.includes(group))).toEqual([]);
    }
    const byChance = kFold(toys(4), { folds: 4, stratified: false });
    expect(byChance.map(({ valid }) => valid.length)).toEqual([1, 1, 1, 1]);
    const numbers = kFold({ length: 5, get: (index: number) => index }, { folds: 5 });
    expect(
      numbers
        .map(({ valid }) => valid.get(0))
        .map(Number)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4]);
  });

  test("what can't be folded is refused", () => {
    expect(() => kFold(toys(9), { folds: 1 })).toThrow(
      "Expected folds to be a whole number from 2 up, for one fold is left out of the training, but got 1",
    );
    expect(() => kFold(toys(9), { folds: 4 })).toThrow('Expected at least 4 pictures of each class, one a part, but "ant" has 3');
    expect(() => kFold(toys(3), { folds: 4, stratified: false })).toThrow("Expected something in each part");
    expect(() => kFold({ length: 5, get: (index: number) => index }, { folds: 2, grouped: true })).toThrow(
      "Expected a data set of pictures with classes and groups",
    );
  });
});
