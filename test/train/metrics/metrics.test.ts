import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { device } from "../../../lib/device/index.ts";
import {
  accuracy,
  areaUnderCurve,
  cohensKappa,
  f1,
  fBeta,
  type Metric,
  meanAbsoluteError,
  meanSquaredError,
  type OutputMeaning,
  precision,
  recall,
  rootMeanSquaredError,
  rSquared,
  topKAccuracy,
} from "../../../lib/train/index.ts";
import expected from "../../fixtures/metrics/expected.json" with { type: "json" };
import { type Judged, judge } from "./batches.ts";

/** Each metric of a case with scikit-learn's figure; null is not a number. */
type Wanted = readonly [metric: Metric, figure: number | null];

interface Case extends Omit<Judged, "meaning"> {
  readonly name: string;
  readonly task: string;
  readonly fromLogits?: boolean;
  readonly [figure: string]: unknown;
}

type Figures = Readonly<Record<string, number | null>>;

const averageNames = ["macro", "micro", "weighted"] as const;

const classScoreMetrics = (options: Parameters<typeof precision>[0]): Readonly<Record<string, Metric>> => ({
  precision: precision(options),
  recall: recall(options),
  f1: f1(options),
  f2: fBeta({ ...options, beta: 2 }),
  "f0.5": fBeta({ ...options, beta: 0.5 }),
});

const allOf = (options: Parameters<typeof precision>[0], figures: Figures): Wanted[] =>
  Object.entries(classScoreMetrics(options)).map(([name, metric]) => [metric, figures[name] as number | null]);

function wantedOf(one: Case): Wanted[] {
  const figure = (name: string): number | null => one[name] as number | null;
  if (one.task === "values")
    return [
      [meanAbsoluteError(), figure("meanAbsoluteError")],
      [meanSquaredError(), figure("meanSquaredError")],
      [rootMeanSquaredError(), figure("rootMeanSquaredError")],
      [rSquared(), figure("rSquared")],
    ];
  const averages = one["averages"] as Readonly<Record<string, Figures>>;
  const kappa = one["kappa"] as Figures;
  const area = one["area"] as Figures | null | undefined;
  const figures: Wanted[] = [
    [accuracy, figure("accuracy")],
    ...averageNames.flatMap((average) => allOf({ average }, averages[average] ?? {})),
    ...(["none", "linear", "quadratic"] as const).map((weights): Wanted => [cohensKappa({ weights }), kappa[weights] as number | null]),
    ...Object.entries((one["topK"] as Figures | undefined) ?? {}).map(([k, part]): Wanted => [topKAccuracy(Number(k)), part]),
    ...Object.entries((one["positive"] as Readonly<Record<string, Figures>> | undefined) ?? {}).flatMap(([label, scores]) =>
      allOf({ positive: Number(label) }, scores),
    ),
  ];
  if (one.task === "binary") figures.push(...allOf({}, one["binary"] as Figures), ...allOf({ positive: 1 }, one["binary"] as Figures));
  else figures.push(...allOf({}, averages["macro"] ?? {}));
  if (area)
    figures.push([areaUnderCurve(), area["macro"] as number], [areaUnderCurve({ average: "weighted" }), area["weighted"] as number]);
  else figures.push([areaUnderCurve(), figure("areaOfOne")]);
  return figures;
}

const cases = (expected as unknown as Case[]).map((one) => ({
  name: one.name,
  judged: { ...one, meaning: { task: one.task, fromLogits: one.fromLogits ?? one.task !== "values" } as OutputMeaning },
  wanted: wantedOf(one),
}));

describe.each([{ engine: undefined }, { engine: "wasm" }] as const)("on the engine $engine", ({ engine }) => {
  beforeAll(async () => void (await device.use(engine)));

  test.each(cases)("$name: every figure is scikit-learn's, whole or in batches, and no tensor is left", async ({ judged, wanted }) => {
    const left = await device.leaks(() => {
      for (const [metric, figure] of wanted) {
        for (const sizes of [[1000], [1, 7, 4]]) {
          const got = judge(metric, judged, sizes);
          const said = `${metric.name} in batches of ${sizes}: ${got} for ${figure}`;
          if (figure === null) expect(got, said).toBeNaN();
          // Counts are exact. Errors are float32 values that were summed as such: 24 bits, less what the sum costs.
          else if (judged.meaning.task !== "values") expect(got, said).toBeCloseTo(figure, 12);
          else expect(Math.abs(got - figure), said).toBeLessThanOrEqual(1e-6 * Math.abs(figure));
        }
      }
    });
    expect(left).toBe(0);
  });
});

describe("whatever the batches", () => {
  beforeAll(async () => void (await device.use()));

  const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
  const score = fc.integer({ min: -6, max: 6 });

  const ofClasses = fc
    .array(fc.record({ scores: fc.array(score, { minLength: 4, maxLength: 4 }), label: fc.nat({ max: 3 }) }), {
      minLength: 1,
      maxLength: 40,
    })
    .map(
      (examples): Judged => ({ width: 4, outputs: examples.flatMap(({ scores }) => scores), labels: examples.map(({ label }) => label) }),
    );

  test("figures of classes are the same to the bit", () => {
    const metrics = [
      accuracy,
      topKAccuracy(2),
      precision(),
      recall({ average: "weighted" }),
      f1({ average: "micro" }),
      fBeta({ beta: 3, positive: 2 }),
    ];
    metrics.push(cohensKappa({ weights: "quadratic" }), areaUnderCurve());
    fc.assert(
      fc.property(ofClasses, sizes, (judged, parts) => {
        for (const metric of metrics) expect(judge(metric, judged, parts)).toBe(judge(metric, judged));
      }),
      { numRuns: 40 },
    );
  });

  test("the best class of topKAccuracy(1) is that of accuracy, also among equal scores, and all classes hold the right one", () => {
    fc.assert(
      fc.property(ofClasses, (judged) => {
        expect(judge(topKAccuracy(1), judged)).toBe(judge(accuracy, judged));
        expect(judge(topKAccuracy(4), judged)).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  test("figures of yes or no are the same to the bit, and the area is that of its definition", () => {
    const answers = fc
      .array(fc.record({ score, label: fc.nat({ max: 1 }) }), { minLength: 2, maxLength: 40 })
      .map((examples): Judged => ({ width: 1, outputs: examples.map((one) => one.score), labels: examples.map(({ label }) => label) }));
    fc.assert(
      fc.property(answers, sizes, (judged, parts) => {
        for (const metric of [accuracy, precision(), recall({ average: "macro" }), areaUnderCurve(), cohensKappa()])
          expect(judge(metric, judged, parts)).toBe(judge(metric, judged));
        const pairs = judged.outputs.flatMap((high, one) =>
          judged.outputs.flatMap((low, other) =>
            judged.labels[one] === 1 && judged.labels[other] === 0 ? [(Math.sign(high - low) + 1) / 2] : [],
          ),
        );
        const area = judge(areaUnderCurve(), judged);
        if (pairs.length === 0) expect(area).toBeNaN();
        else expect(area).toBeCloseTo(pairs.reduce((sum, won) => sum + won, 0) / pairs.length, 12);
      }),
      { numRuns: 40 },
    );
  });

  test("R² is the same to the bit, and errors are to the rounding of their sums", () => {
    const value = fc.float({ min: -1000, max: 1000, noNaN: true });
    const values = fc.array(fc.record({ output: value, target: value }), { minLength: 2, maxLength: 40 }).map(
      (examples): Judged => ({
        width: 1,
        outputs: examples.map(({ output }) => output),
        labels: examples.map(({ target }) => target),
        meaning: { task: "values", fromLogits: false },
      }),
    );
    fc.assert(
      fc.property(values, sizes, (judged, parts) => {
        expect(judge(rSquared(), judged, parts)).toBe(judge(rSquared(), judged));
        for (const metric of [meanAbsoluteError(), meanSquaredError(), rootMeanSquaredError()]) {
          const whole = judge(metric, judged);
          expect(Math.abs(judge(metric, judged, parts) - whole)).toBeLessThanOrEqual(1e-6 * whole);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("names, directions and mistakes", () => {
  beforeAll(async () => void (await device.use()));

  test("each metric has a column of its own, also several of one kind", () => {
    const metrics = [
      accuracy,
      topKAccuracy(),
      precision(),
      recall({ average: "micro" }),
      f1({ positive: 3 }),
      fBeta({ beta: 2 }),
      areaUnderCurve(),
    ];
    expect(
      [...metrics, cohensKappa(), cohensKappa({ weights: "linear" }), rootMeanSquaredError(), rSquared(), meanAbsoluteError()].map(
        ({ name }) => name,
      ),
    ).toEqual([
      "accuracy",
      "top_5_accuracy",
      "precision",
      "recall_micro",
      "f1_3",
      "f2",
      "area_under_curve",
      "cohens_kappa",
      "cohens_kappa_linear",
      "root_mean_squared_error",
      "r_squared",
      "mean_absolute_error",
    ]);
  });

  test("of errors, less is better", () => {
    expect([meanAbsoluteError(), meanSquaredError(), rootMeanSquaredError()].map(({ lowerIsBetter }) => lowerIsBetter)).toEqual([
      true,
      true,
      true,
    ]);
    expect([accuracy, rSquared(), areaUnderCurve()].map(({ lowerIsBetter }) => lowerIsBetter ?? false)).toEqual([false, false, false]);
  });

  test("options that can't be", () => {
    expect(() => topKAccuracy(0)).toThrow("Expected k to be a positive integer but got 0");
    expect(() => precision({ average: "binary" as "macro" })).toThrow(
      'Expected average to be one of macro, micro, weighted but got "binary"',
    );
    expect(() => recall({ positive: -1 })).toThrow("Expected positive to be the number of a class, from 0, but got -1");
    expect(() => f1({ positive: 1, average: "macro" })).toThrow(
      'Expected either an average of all classes or one positive class but got average "macro" and positive 1.',
    );
    expect(() => fBeta({ beta: 0 })).toThrow("Expected beta to be a positive number but got 0");
    expect(() => areaUnderCurve({ average: "micro" as "macro" })).toThrow("Expected average to be one of macro, weighted");
    expect(() => cohensKappa({ weights: "cubic" as "linear" })).toThrow("Expected weights to be one of none, linear, quadratic");
  });

  test("outputs that a metric can't judge, and no tensor stays", async () => {
    const judged: Judged = { width: 3, outputs: [1, 2, 3], labels: [0] };
    const values: Judged = { width: 1, outputs: [1], labels: [0], meaning: { task: "values", fromLogits: false } };
    const left = await device.leaks(() => {
      expect(() => judge(topKAccuracy(), judged)).toThrow(
        "Expected a model that scores at least 5 classes, for topKAccuracy(5), but it scores 3",
      );
      expect(() => judge(precision({ positive: 3 }), judged)).toThrow("Expected positive to be a class between 0 and 2 but got 3");
      expect(() => judge(rSquared(), judged)).toThrow("Expected a target for each output but got outputs [1, 3] and targets [1].");
      for (const metric of [accuracy, f1(), areaUnderCurve(), cohensKappa()])
        expect(() => judge(metric, values)).toThrow("Judge values by meanAbsoluteError, rootMeanSquaredError or rSquared");
      expect(() => judge(accuracy, values)).toThrow(TypeError);
    });
    expect(left).toBe(0);
  });
});
