import { expect, test } from "vitest";
import definition from "../../../lib/course/exercises/03-build-cnn.ts";
import { check } from "../../../lib/exercise/index.ts";

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

test("both give their own reference all points", async () => {
  expect((await checkRows(rowCount.reference)).status).toBe("PASS");
  expect((await checkConvolve(convolution.reference)).status).toBe("PASS");
});
