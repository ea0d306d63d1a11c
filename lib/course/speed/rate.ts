import type { Random } from "../../base/random.ts";
import { type Data, exercise, fractionClose } from "../../exercise/index.ts";

type RateOf = (times: readonly number[], pictures: number) => number;
interface RateCase {
  /** Milliseconds of each run. */
  readonly times: readonly number[];
  /** Pictures of each run. */
  readonly pictures: number;
}

/** 04-1: an honest rate from the times of some runs. */
export const honestRate = exercise<RateOf, RateCase>({
  points: 2,
  hints: [
    "Sort the times. The one in the middle is the median: half of the runs took less.",
    "sort() alone sorts as words, where 1000 comes before 95. Numbers take times.toSorted((a, b) => a - b). With an even number of runs take the mean of the two in the middle.",
    "The rate is 1000 * pictures / median, since the times are milliseconds.",
  ],
  reference: rateOf,
  cases: ({ random }) => rateCases(random),
  apply: (answer, { times, pictures }) => answer(times, pictures),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ times, pictures }) => rateOf(times, pictures)),
      { relative: 1e-6 },
      {
        name: (index) => `${cases[index]?.pictures} pictures in ${cases[index]?.times.join(", ")} ms`,
        explain: (output, index) => explainRate(output, cases[index]),
      },
    ),
});

function rateOf(times: readonly number[], pictures: number): number {
  return (1000 * pictures) / medianOf(times.toSorted((one, other) => one - other));
}

function medianOf(sorted: readonly number[]): number {
  const [lower = 0, upper = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return (lower + upper) / 2;
}

/** One run of each is far slower than the others; numbers of two and three digits come in other orders as words. */
function rateCases(random: Random): readonly RateCase[] {
  const timesOf = (runs: number): number[] => {
    const few = Array.from({ length: Math.floor(runs / 2) }, (_, run) => 81 + 5 * run + random.integer(4));
    const more = Array.from({ length: runs - few.length - 1 }, (_, run) => 121 + 9 * run + random.integer(8));
    return random.shuffled([...few, ...more, 1000 + random.integer(500)]);
  };
  return [5, 6, 9].map((runs) => ({ times: timesOf(runs), pictures: 40 + 8 * random.integer(20) }));
}

function explainRate(output: Data, input: RateCase | undefined): string | undefined {
  if (!input || typeof output !== "number") return undefined;
  const { times, pictures } = input;
  const { length } = times;
  const sorted = times.toSorted((one, other) => one - other);
  const is = (value: number): boolean => Math.abs(output - value) < 1e-6 * value;
  /** Whether a rate comes out that takes another time for the median. */
  const takes = (time: number | undefined): boolean => time !== undefined && is((1000 * pictures) / time);
  const median = medianOf(sorted);
  if (is(pictures / median)) return "The times are milliseconds, and a second has 1,000 of them.";
  if (is(median)) return "That is the time of a run. How many pictures is that a second?";
  if (is(median / pictures) || is(median / pictures / 1000))
    return "That is the time of a picture: pictures a second are the other way round.";
  if (takes(times.reduce((sum, time) => sum + time, 0) / length))
    return "That is the mean: one run that was disturbed pulls it down. Take the time in the middle.";
  if (takes(sorted[0])) return "That is the fastest run. A lucky one tells as little as an unlucky one.";
  if (takes(sorted.at(-1))) return "That is the slowest run.";
  if (takes(medianOf(times))) return "The times are in the order of the runs: sort them first.";
  if (takes(medianOf(times.toSorted()))) return "sort() alone sorts as words, where 1000 comes before 95: sort((a, b) => a - b).";
  if (length % 2 === 0 && (takes(sorted[length / 2]) || takes(sorted[length / 2 - 1])))
    return "With an even number of runs there are two in the middle: take their mean.";
  return undefined;
}
