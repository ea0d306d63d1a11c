import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { decisions, type OutputMeaning, probabilities } from "../../../lib/train/index.ts";

beforeAll(async () => void (await device.use()));

const decided = (outputs: number[][], meaning?: OutputMeaning): number[] =>
  tf.tidy(() => Array.from(decisions(tf.tensor2d(outputs), meaning).dataSync()));
const probable = (outputs: number[][], meaning?: OutputMeaning): number[][] =>
  tf.tidy(() => probabilities(tf.tensor2d(outputs), meaning).arraySync() as number[][]);

const logits = { task: "binary", fromLogits: true } as const;
const shares = { task: "binary", fromLogits: false } as const;

describe("decisions", () => {
  test("the class with the highest score, the first of equal ones", () => {
    expect(
      decided([
        [1, 3, 2],
        [0, 0, -1],
        [-9, -8, -7],
      ]),
    ).toEqual([1, 0, 2]);
  });

  test("yes above a logit of 0, or a probability of one half", () => {
    const outputs = [[-1], [0], [0.4], [0.5], [0.6], [2]];
    expect(decided(outputs)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(decided(outputs, logits)).toEqual([0, 0, 1, 1, 1, 1]);
    expect(decided(outputs, shares)).toEqual([0, 0, 0, 0, 1, 1]);
  });
});

describe("probabilities", () => {
  test("are those of all classes, for one score those of no and yes", () => {
    const [row = []] = probable([[Math.log(1), Math.log(2), Math.log(5)]]);
    [0.125, 0.25, 0.625].forEach((share, label) => {
      expect(row[label]).toBeCloseTo(share, 6);
    });
    const [answer = []] = probable([[Math.log(3)]]);
    expect(answer[0]).toBeCloseTo(0.25, 6);
    expect(answer[1]).toBeCloseTo(0.75, 6);
    expect(probable([[0.25]], shares)).toEqual([[0.75, 0.25]]);
    expect(probable([[0.25, 0.75]], { task: "classes", fromLogits: false })).toEqual([[0.25, 0.75]]);
  });

  test("are exact for scores far from 0", () => {
    const [[no, yes] = []] = probable([[80]]);
    expect(yes).toBe(1);
    expect(no).toBeCloseTo(Math.exp(-80), 38);
    expect(no).toBeGreaterThan(0);
  });
});

test("values have neither", () => {
  const values = { task: "values", fromLogits: false } as const;
  expect(() => decided([[1]], values)).toThrow("Expected a model that tells classes but its loss says that it gives values.");
  expect(() => probable([[1]], values)).toThrow(TypeError);
});
