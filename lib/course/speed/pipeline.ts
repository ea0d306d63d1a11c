import type { Random } from "../../base/random.ts";
import { closeTo, type Data, exercise, fractionClose } from "../../exercise/index.ts";

/** Pictures a second of a loop that loads and trains in turns, and of one that does both at once. */
export interface LoopRates {
  readonly inTurns: number;
  readonly atOnce: number;
}
type RatesOf = (loading: number, training: number) => LoopRates;
interface RatesCase {
  readonly loading: number;
  readonly training: number;
}

/** 04-5: what a worker can bring. */
export const pipelineRates = exercise<RatesOf, RatesCase>({
  points: 2,
  hints: [
    "How long does one picture take to load, and how long to train? In turns both times add up.",
    "A picture takes 1 / loading seconds and then 1 / training seconds; the rate is 1 divided by the sum.",
    "At once, the slower of the two decides: Math.min(loading, training).",
  ],
  reference: ratesOf,
  cases: ({ random }) => ratesCases(random),
  apply: (answer, { loading, training }) => answer(loading, training),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ loading, training }) => ({ ...ratesOf(loading, training) })),
      { relative: 1e-3 },
      {
        name: (index) => `loading ${cases[index]?.loading}, training ${cases[index]?.training} pictures/s`,
        explain: (output, index) => explainRates(output, cases[index]),
      },
    ),
});

function ratesOf(loading: number, training: number): LoopRates {
  return { inTurns: 1 / (1 / loading + 1 / training), atOnce: Math.min(loading, training) };
}

/** Loading slower, training slower, and both alike. */
function ratesCases(random: Random): readonly RatesCase[] {
  const [slow, fast] = [200 + 10 * random.integer(50), 900 + 100 * random.integer(20)];
  return [
    { loading: slow, training: fast },
    { loading: fast + 50, training: slow + 30 },
    { loading: 600, training: 600 },
  ];
}

function explainRates(output: Data, input: RatesCase | undefined): string | undefined {
  if (!input || typeof output !== "object" || output === null) return undefined;
  const { loading, training } = input;
  const right = ratesOf(loading, training);
  const { inTurns, atOnce } = output as Readonly<Record<string, Data>>;
  const is = (got: Data, value: number): boolean => closeTo(got, value, { tolerance: { relative: 1e-3 } }).fraction === 1;
  if (is(inTurns, right.atOnce) && is(atOnce, right.inTurns)) return "The two are swapped.";
  if (is(inTurns, loading + training))
    return "Rates don't add up here; times do. How long does one picture take, to load and then to train?";
  if (is(inTurns, (loading + training) / 2))
    return "Not the mean of the rates: add the times of one picture, 1 / loading and 1 / training.";
  if (is(inTurns, 1 / loading + 1 / training)) return "That is the time of one picture. How many are that a second?";
  if (is(atOnce, loading + training)) return "Both work on the same pictures: each picture must be loaded and trained.";
  if (is(atOnce, Math.max(loading, training))) return "The faster one waits for the slower one.";
  return undefined;
}
