import { expect, test } from "vitest";
import definition from "../../../lib/course/exercises/02-load-data.ts";
import { check, type Exercise } from "../../../lib/exercise/index.ts";

const { exercises } = definition;
const checked = (id: keyof typeof exercises, answer: unknown) => check(id, exercises[id] as Exercise, { answer, seed: "any" });

test.each(Object.keys(exercises) as (keyof typeof exercises)[])("%s gives its own reference all points", async (id) => {
  expect(await checked(id, exercises[id].reference)).toMatchObject({ status: "PASS", points: exercises[id].points });
});

// Answers of each exercise, written for this test apart from the definition.
const answers = {
  "02-1": (pictures: number[][], labels: number[]) => ({
    length: labels.length,
    async get(index: number) {
      return { image: pictures[index], label: labels[index] };
    },
  }),
  "02-2": (train: string[], test: string[]) => test.reduce((count, name) => count + Number(train.includes(name)), 0),
  "02-3": (values: Uint8Array, width: number, channels: number) => {
    const result: number[] = [];
    for (let row = 0; row < values.length; row += width * channels)
      for (let x = width - 1; x >= 0; x--) for (let c = 0; c < channels; c++) result.push(values[row + x * channels + c] as number);
    return result;
  },
  "02-4": (values: Float32Array, channels: number) => {
    const of = (c: number) => Array.from(values).filter((_, place) => place % channels === c);
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const each = Array.from({ length: channels }, (_, c) => of(c));
    const unbiased = (list: number[]) => Math.sqrt(list.reduce((sum, value) => sum + (value - mean(list)) ** 2, 0) / (list.length - 1));
    return { mean: Float32Array.from(each, mean), std: each.map(unbiased) };
  },
  "02-5": [18, 17],
  "02-6": (labels: Int32Array, classes: number) => {
    const weights = new Float64Array(labels.length);
    for (let c = 0; c < classes; c++) {
      const places = Array.from(labels.keys()).filter((place) => labels[place] === c);
      for (const place of places) weights[place] = 700 / places.length;
    }
    return weights;
  },
} as const;

test.each(Object.entries(answers))("%s passes another right answer", async (id, answer) => {
  expect(await checked(id as keyof typeof answers, answer)).toMatchObject({ status: "PASS" });
});

const mirrored = answers["02-3"];
type Mistake = [id: keyof typeof answers, what: string, answer: unknown, words: string];

const mistakes: Mistake[] = [
  [
    "02-1",
    "a length that is a function",
    (p: number[][], l: number[]) => ({ ...answers["02-1"](p, l), length: () => l.length }),
    "length is a number, not a function",
  ],
  ["02-1", "no length", (p: number[][], l: number[]) => ({ get: answers["02-1"](p, l).get }), "no length"],
  [
    "02-1",
    "elements that are lists",
    (p: number[][], l: number[]) => ({ length: l.length, get: (i: number) => [p[i], l[i]] }),
    "an object with names",
  ],
  [
    "02-1",
    "elements without a label",
    (p: number[][]) => ({ length: p.length, get: (i: number) => ({ image: p[i] }) }),
    "needs its label too",
  ],
  ["02-1", "nothing", () => undefined, "does your function return its result?"],
  ["02-2", "the others counted", (a: string[], b: string[]) => b.filter((name) => !a.includes(name)).length, "is not in the training part"],
  ["02-2", "the wrong part counted", (a: string[], b: string[]) => a.filter((name) => b.includes(name)).length, "go over the test part"],
  ["02-2", "captures counted", (a: string[], b: string[]) => new Set(b.filter((name) => a.includes(name))).size, "Count pictures"],
  [
    "02-3",
    "a picture on its head",
    (v: Uint8Array, w: number, c: number) =>
      rowsOf(v, w * c)
        .reverse()
        .flat(),
    "stands on its head",
  ],
  [
    "02-3",
    "colours that change places",
    (v: Uint8Array, w: number, c: number) => rowsOf(v, w * c).flatMap((row) => row.reverse()),
    "red became blue",
  ],
  [
    "02-3",
    "a picture turned by 180°",
    (v: Uint8Array, w: number, c: number) =>
      rowsOf(Uint8Array.from(mirrored(v, w, c)), w * c)
        .reverse()
        .flat(),
    "turned by 180°",
  ],
  ["02-3", "nothing moved", (v: Uint8Array) => v, "Nothing moved"],
  ["02-4", "the variance", (v: Float32Array, c: number) => changed(v, c, (std) => std.map((value) => value ** 2)), "That is the variance"],
  [
    "02-4",
    "one mean for all",
    (v: Float32Array, c: number) => ({ ...answers["02-4"](v, c), mean: answers["02-4"](v, 1).mean[0] }),
    "mean is a list",
  ],
  [
    "02-4",
    "the mean of all channels",
    (v: Float32Array, c: number) => ({ ...answers["02-4"](v, c), mean: Array(c).fill(answers["02-4"](v, 1).mean[0]) }),
    "each channel has its own",
  ],
  [
    "02-4",
    "a division by all values",
    (v: Float32Array, c: number) => ({ ...answers["02-4"](v, c), mean: answers["02-4"](v, c).mean.map((m) => m / c) }),
    "number of all values",
  ],
  ["02-4", "a list of both", (v: Float32Array, c: number) => Object.values(answers["02-4"](v, c)), ""],
  ["02-5", "swapped numbers", [17, 18], "swapped"],
  ["02-5", "a part of a batch", [1095 / 64, 17], "whole batches"],
  ["02-5", "no smaller batch", Int32Array.of(17, 17), "one more batch"],
  [
    "02-6",
    "weights of classes",
    (l: Int32Array, c: number) => Array.from({ length: c }, (_, k) => 1 / l.filter((own) => own === k).length),
    "one for each picture",
  ],
  [
    "02-6",
    "the wrong way round",
    (l: Int32Array) => Array.from(l, (own) => l.filter((other) => other === own).length),
    "The wrong way round",
  ],
  ["02-6", "too few weights", (l: Int32Array, c: number) => Array.from(answers["02-6"](l, c)).slice(1), "as many weights"],
];

test.each(mistakes)("%s recognises %s", async (id, _, answer, words) => {
  const outcome = await checked(id, answer);
  expect(["FAIL", "PARTIAL"]).toContain(outcome.status);
  expect(outcome.message).toContain(words);
});

test("02-5 doesn't give its answer away", async () => {
  for (const wrong of [[17, 18], [18], 18, "18, 17", null]) expect((await checked("02-5", wrong)).wanted).toBeUndefined();
});

function rowsOf(values: Uint8Array, length: number): number[][] {
  return Array.from({ length: values.length / length }, (_, row) => Array.from(values.subarray(row * length, (row + 1) * length)));
}

function changed(values: Float32Array, channels: number, change: (std: number[]) => number[]) {
  const { mean, std } = answers["02-4"](values, channels);
  return { mean, std: change(std) };
}
