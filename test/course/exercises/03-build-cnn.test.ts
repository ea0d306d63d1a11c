import { expect, test } from "vitest";
import definition from "../../../lib/course/exercises/03-build-cnn.ts";
import { check, type Exercise, todo } from "../../../lib/exercise/index.ts";

type Rows = readonly (readonly number[])[];

const { "03-1": rowCount, "03-2": convolution } = definition.exercises;
const checkRows = (answer: unknown) => check("03-1", rowCount, { answer, seed: "any" });
const checkConvolve = (answer: unknown) => check("03-2", convolution, { answer, seed: "any" });

/** Written for this test with loops, apart from the definition's own reference. */
function convolve(image: Rows, kernel: Rows): number[][] {
  const result: number[][] = [];
  for (let row = 0; row + kernel.length <= image.length; row++) {
    result.push([]);
    for (let column = 0; column + (kernel[0]?.length ?? 0) <= (image[0]?.length ?? 0); column++) {
      let total = 0;
      for (const [i, weights] of kernel.entries())
        for (const [j, weight] of weights.entries()) total += weight * (image[row + i]?.[column + j] ?? 0);
      result[row]?.push(total);
    }
  }
  return result;
}
const turned = (kernel: Rows): Rows => kernel.map((row) => row.toReversed()).toReversed();

test("03-1 takes 24 and nothing else, and doesn't give the answer away", async () => {
  expect(await checkRows(24)).toMatchObject({ status: "PASS", points: 1 });
  for (const wrong of [23, 25, 28, 33, 576, 1, "24", Number.NaN, null, undefined, [24]]) {
    const outcome = await checkRows(wrong);
    expect(outcome).toMatchObject({ status: "FAIL", points: 0 });
    expect(outcome.wanted).toBeUndefined();
  }
});

test.each([
  [23, "Did you forget the + 1?"],
  [25, "must not reach past the last row"],
  [28, "padding"],
  [33, "can't be larger than the picture"],
  [576, "How many rows"],
])("03-1 explains %i", async (wrong, words) => {
  expect((await checkRows(wrong)).message).toContain(words);
});

test("03-2 passes a right function, with typed arrays as well", async () => {
  expect(await checkConvolve(convolve)).toMatchObject({ status: "PASS", points: 4, of: 4, message: "All 4 cases are right." });
  expect(await checkConvolve((image: Rows, kernel: Rows) => convolve(image, kernel).map((row) => Float32Array.from(row)))).toMatchObject({
    status: "PASS",
  });
});

test("03-2 gives a quarter for each case: here all but the one that is not square are taken for square", async () => {
  const square = (image: Rows, kernel: Rows) => convolve(image, kernel).map((row) => row.slice(0, image.length - kernel.length + 1));
  expect(await checkConvolve(square)).toMatchObject({
    status: "PARTIAL",
    points: 2,
    message: expect.stringContaining("Case 2 (a 4 × 7 image and a 3 × 3 filter)"),
  });
});

test.each<[string, (image: Rows, kernel: Rows) => unknown, string]>([
  ["a filter that is turned round", (image, kernel) => convolve(image, turned(kernel)), "Your filter is turned round"],
  [
    "a mean instead of a sum",
    (image, kernel) => convolve(image, kernel).map((row) => row.map((value) => value / kernel.flat().length)),
    "the mean of the products",
  ],
  [
    "swapped axes",
    (image, kernel) => (convolve(image, kernel)[0] ?? []).map((_, column) => convolve(image, kernel).map((row) => row[column])),
    "Rows and columns are swapped",
  ],
  [
    "a padded result",
    (image, kernel) => image.map((row, i) => row.map((_, j) => convolve(image, kernel)[i]?.[j] ?? 0)),
    "as large as the image",
  ],
  ["nothing at all", () => undefined, "does your function return its result?"],
])("03-2 recognises %s", async (_, answer, words) => {
  expect((await checkConvolve(answer)).message).toContain(words);
});

type Id = keyof typeof definition.exercises;
const ids = Object.keys(definition.exercises) as Id[];
const checked = (id: Id, answer: unknown, seed = "any") => check(id, definition.exercises[id] as Exercise, { answer, seed });

test.each(ids)("%s gives its own reference all points, whatever the cases, and has hints", async (id) => {
  const { reference, points, hints } = definition.exercises[id];
  for (const seed of ["a", "b", "c", "d"]) expect(await checked(id, reference, seed)).toMatchObject({ status: "PASS", points });
  expect(hints.length).toBeGreaterThan(2);
});

test.each(ids)("%s is not attempted as long as its sign stands there", async (id) => {
  const isFunction = typeof definition.exercises[id].reference === "function";
  expect((await checked(id, isFunction ? () => todo(id) : todo(id))).status).toBe("UNATTEMPTED");
});

interface Steps {
  stride: number;
  padding: number;
}
type Window = (numbers: number[]) => number;
/** Pooling with loops over pixels, for the mistakes: what becomes of each window. */
const pool =
  (keep: Window, step = (size: number) => size) =>
  (image: number[][], size: number) => {
    const result: number[][] = [];
    for (let top = 0; top + size <= image.length; top += step(size)) {
      const row: number[] = [];
      for (let left = 0; left + size <= (image[0]?.length ?? 0); left += step(size))
        row.push(keep(image.slice(top, top + size).flatMap((line) => line.slice(left, left + size))));
      result.push(row);
    }
    return result;
  };
const largest: Window = (numbers) => numbers.reduce((a, b) => (b > a ? b : a));
const argument = (row: number[], better: (a: number, b: number) => boolean, start: number) => {
  let place = 0;
  let best = start;
  for (const [index, score] of row.entries()) if (better(score, best)) [place, best] = [index, score];
  return place;
};
const larger = (a: number, b: number) => a > b;
const share = (logits: number[][], labels: number[], choose: (row: number[]) => number) =>
  logits.reduce((count, row, index) => count + Number(choose(row) === labels[index]), 0) / labels.length;
const byLargest = (row: number[]) => argument(row, larger, Number.NEGATIVE_INFINITY);

test.each<[Id, unknown]>([
  ["03-3", (n: number, k: number, { stride, padding }: Steps) => 1 + (n + 2 * padding - k - ((n + 2 * padding - k) % stride)) / stride],
  ["03-4", pool(largest)],
  ["03-4", (image: number[][], size: number) => pool(largest)(image, size).map((row) => Float32Array.from(row))],
  ["03-5", (logits: number[][], labels: number[]) => share(logits, labels, byLargest)],
  ["03-6", { actual: "Pullover", predicted: "Coat", count: 97 }],
  ["03-6", { actual: "Sneaker", predicted: "Sandal", count: 310 }],
  ["03-7", (kernel: number, maps: number, filters: number) => kernel ** 2 * maps * filters + filters],
])("%s takes a right answer of another make", async (id, answer) => {
  expect((await checked(id, answer)).status).toBe("PASS");
});

test.each<[Id, string, unknown, string]>([
  ["03-3", "no rounding", (n: number, k: number, { stride: s, padding: p }: Steps) => (n + 2 * p - k) / s + 1, "round down"],
  ["03-3", "rounding up", (n: number, k: number, { stride: s, padding: p }: Steps) => Math.ceil((n + 2 * p - k) / s) + 1, "not up"],
  ["03-3", "no + 1", (n: number, k: number, { stride: s, padding: p }: Steps) => Math.floor((n + 2 * p - k) / s), "the + 1"],
  ["03-3", "half a border", (n: number, k: number, { stride: s, padding: p }: Steps) => Math.floor((n + p - k) / s) + 1, "both sides"],
  ["03-3", "no border", (n: number, k: number, { stride: s }: Steps) => Math.floor((n - k) / s) + 1, "What does the border add?"],
  ["03-3", "no stride", (n: number, k: number, { padding: p }: Steps) => n + 2 * p - k + 1, "stride rows at a time"],
  [
    "03-3",
    "1 too early",
    (n: number, k: number, { stride: s, padding: p }: Steps) => Math.floor((n + 2 * p - k + 1) / s),
    "add it before you divided",
  ],
  ["03-4", "windows that overlap", pool(largest, () => 1), "overlap"],
  ["03-4", "a search from 0", pool((numbers) => Math.max(0, ...numbers)), "begin the search at -Infinity"],
  ["03-4", "means", pool((numbers) => numbers.reduce((a, b) => a + b) / numbers.length), "average pooling"],
  ["03-4", "sums", pool((numbers) => numbers.reduce((a, b) => a + b)), "the sum of each window"],
  ["03-4", "smallest", pool((numbers) => Math.min(...numbers)), "the smallest"],
  ["03-5", "a count", (logits: number[][], labels: number[]) => labels.length * share(logits, labels, byLargest), "how many are right"],
  ["03-5", "percent", (logits: number[][], labels: number[]) => 100 * share(logits, labels, byLargest), "in percent"],
  ["03-5", "errors", (logits: number[][], labels: number[]) => 1 - share(logits, labels, byLargest), "the part that is wrong"],
  [
    "03-5",
    "the smallest score",
    (logits: number[][], labels: number[]) => share(logits, labels, (row) => argument(row, (a, b) => a < b, Number.POSITIVE_INFINITY)),
    "the smallest score",
  ],
  ["03-5", "the score itself", (logits: number[][], labels: number[]) => share(logits, labels, (row) => Math.max(...row)), "its place"],
  [
    "03-5",
    "a search from 0",
    (logits: number[][], labels: number[]) => share(logits, labels, (row) => argument(row, larger, 0)),
    "only negative scores",
  ],
  ["03-6", "the list", [{ actual: "Shirt", predicted: "Coat", count: 99 }], "list[0]"],
  ["03-6", "nothing", undefined, "{ actual, predicted, count }"],
  ["03-6", "words", "Shirt and Coat", "{ actual, predicted, count }"],
  ["03-6", "the diagonal", { actual: "Shirt", predicted: "Shirt", count: 700 }, "the diagonal"],
  ["03-6", "another report", { actual: "lion", predicted: "zebra", count: 70 }, "lion is no class of Fashion-MNIST"],
  ["03-6", "a share", { actual: "Shirt", predicted: "Coat", count: 0.12 }, "0.12 can't be"],
  ["03-6", "too many", { actual: "Shirt", predicted: "Coat", count: 1200 }, "1200 can't be"],
  ["03-6", "an unlikely pair", { actual: "Bag", predicted: "Sandal", count: 80 }, "Is it the first of the list?"],
  ["03-6", "a rare mistake", { actual: "Shirt", predicted: "Coat", count: 3 }, "is it the first of the list?"],
  ["03-7", "no bias", (k: number, maps: number, filters: number) => k * k * maps * filters, "a bias besides"],
  ["03-7", "one bias", (k: number, maps: number, filters: number) => k * k * maps * filters + 1, "a bias of its own"],
  ["03-7", "biases of maps", (k: number, maps: number, filters: number) => k * k * maps * filters + maps, "belong to the filters"],
  ["03-7", "no maps", (k: number, _: number, filters: number) => filters * (k * k + 1), "all maps at once"],
  ["03-7", "a line", (k: number, maps: number, filters: number) => filters * (k * maps + 1), "is a square"],
  ["03-7", "a bias for each map", (k: number, maps: number, filters: number) => filters * maps * (k * k + 1), "one bias in all"],
  ["03-7", "one filter", (k: number, maps: number) => k * k * maps + 1, "There are several"],
  ["03-8", "no biases", 2560, "its bias"],
  ["03-8", "the body", 0, "still learns"],
  ["03-8", "units", 10, "How many weights has each?"],
])("%s explains %s", async (id, _, answer, words) => {
  const outcome = await checked(id, answer);
  expect(["FAIL", "PARTIAL"]).toContain(outcome.status);
  expect(outcome.message).toContain(words);
});

test("03-6 gives half the points for a pair that can hardly be the first", async () => {
  expect(await checked("03-6", { actual: "Trouser", predicted: "Dress", count: 41 })).toMatchObject({
    status: "PARTIAL",
    points: 1,
    of: 2,
  });
});

test("03-8 doesn't give its answer away", async () => {
  for (const wrong of [2560, 0, "2570", null]) expect((await checked("03-8", wrong)).wanted).toBeUndefined();
});

test.each<[Id, unknown]>([
  ["03-3", () => 24],
  ["03-4", (image: number[][]) => image],
  ["03-5", () => 0.8],
  ["03-7", () => 2],
])("%s gives few points for an answer that does not look at its cases", async (id, answer) => {
  const { points, of } = await checked(id, answer);
  expect(points).toBeLessThanOrEqual(of / 2);
});
