import fc from "fast-check";
import { expect, test } from "vitest";
import { casesOf, check, equals, exercise, fractionClose, outcomeOf, todo } from "../../lib/exercise/index.ts";

type Sum = (numbers: number[]) => number;
const add: Sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const sum = exercise<Sum, { readonly numbers: number[] }>({
  points: 4,
  hints: [],
  reference: add,
  seconds: 0.3,
  cases: ({ random }) => [1, 2, 3, 4].map((length) => ({ numbers: [...(random.matrix(1, length)[0] ?? []), 1] })),
  apply: (answer, { numbers }) => answer(numbers),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ numbers }) => add(numbers)),
      1e-9,
    ),
});
const number = exercise<number>({ points: 1, hints: [], reference: 24, judge: ({ value }) => equals(value, 24) });

const checkSum = (answer: unknown) => check("00-1", sum, { answer, seed: "seed" });

test("a right answer passes with all points, whether it comes at once or later", async () => {
  for (const answer of [add, Promise.resolve(add), async (numbers: number[]) => add(numbers)]) {
    expect(await checkSum(answer)).toMatchObject({ status: "PASS", points: 4, of: 4 });
  }
  expect(await check("00-2", number, { answer: Promise.resolve(24), seed: "" })).toMatchObject({ status: "PASS", points: 1 });
});

test("an answer that is right for some cases earns a part", async () => {
  expect(await checkSum((numbers: number[]) => (numbers.length > 3 ? 0 : add(numbers)))).toMatchObject({
    status: "PARTIAL",
    points: 2,
    of: 4,
  });
});

test("an answer that changes its input is judged by the input as it was", async () => {
  const emptying = (numbers: number[]) => {
    const total = add(numbers);
    numbers.length = 0;
    return total;
  };
  expect(await checkSum(emptying)).toMatchObject({ status: "PASS" });
  const cheating = (numbers: number[]) => {
    numbers.fill(0);
    return 0;
  };
  expect(await checkSum(cheating)).toMatchObject({ status: "FAIL", points: 0 });
});

test("a function that throws is an exception with its message and its case", async () => {
  const throwing = (numbers: number[]) => {
    if (numbers.length === 3) throw new RangeError("too long");
    return add(numbers);
  };
  expect(await checkSum(throwing)).toMatchObject({ status: "EXCEPTION", points: 0, message: "RangeError: too long (case 2 of 4)." });
  expect(await checkSum(() => Promise.reject("no"))).toMatchObject({ status: "EXCEPTION", message: 'Your code threw "no" (case 1 of 4).' });
});

test("code that reads or writes past the end of a table is told so", async () => {
  const rows: readonly [number[]] = [[]];
  const past = new Function("rows", "return rows[7][1]");
  const beyond = new Function("rows", "rows[7][1] = 0");
  for (const reach of [past, beyond]) {
    expect((await checkSum(() => reach(rows))).message).toContain("(case 1 of 4). Something was looked up in a place that does not exist");
  }
});

test("a loop that never ends is stopped, and so is a promise that never settles", async () => {
  const looping = () => {
    for (;;) Math.random();
  };
  for (const answer of [looping, () => new Promise(() => {}), new Promise(() => {})]) {
    expect(await checkSum(answer)).toMatchObject({ status: "EXCEPTION", message: expect.stringContaining("No result within 0.3 s") });
  }
});

test("an answer still to be written is unattempted, in whatever way the stub comes up", async () => {
  const stubs = [todo("00-1"), () => todo("00-1"), async () => todo("00-1"), () => [todo("00-1")], () => todo<number>("00-1") + 1];
  for (const answer of stubs) expect(await checkSum(answer)).toMatchObject({ status: "UNATTEMPTED", points: 0 });
});

test("an answer built on another exercise's stub names that exercise", async () => {
  expect(await checkSum(() => todo<number>("00-7") + 1)).toMatchObject({
    status: "EXCEPTION",
    message: expect.stringContaining("Exercise 00-7 is not done yet"),
  });
});

test("an answer of the wrong kind fails with what was expected", async () => {
  expect(await checkSum(10)).toMatchObject({ status: "FAIL", message: "Expected a function but got 10." });
  expect(await check("00-2", number, { answer: () => 24, seed: "" })).toMatchObject({
    status: "FAIL",
    message: expect.stringContaining("call it with (…)"),
  });
  expect(await checkSum(() => undefined)).toMatchObject({
    status: "FAIL",
    message: expect.stringContaining("does your function return its result?"),
  });
});

test("the same seed makes the same cases, another seed others", () => {
  expect(casesOf(sum, "a")).toEqual(casesOf(sum, "a"));
  expect(casesOf(sum, "a")).not.toEqual(casesOf(sum, "b"));
});

test("points never exceed the exercise's, and only a whole answer earns them all", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 20 }), (fraction, of) => {
      const { points, status } = outcomeOf({ fraction, message: "" }, of);
      expect(points).toBeLessThanOrEqual(fraction * of);
      expect(points === of).toBe(fraction === 1);
      expect(status).toBe(fraction === 1 ? "PASS" : points > 0 ? "PARTIAL" : "FAIL");
    }),
  );
  expect(() => outcomeOf({ fraction: Number.NaN, message: "" }, 1)).toThrow("Expected a judge to give a fraction");
});
