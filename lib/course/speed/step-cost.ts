import type { Random } from "../../base/random.ts";
import { closeTo, type Data, exercise, fractionClose } from "../../exercise/index.ts";

/** How long a step with so many pictures takes. */
export interface Timing {
  readonly pictures: number;
  readonly ms: number;
}
/** Milliseconds that each step takes, and those that each of its pictures takes besides. */
export interface StepCost {
  readonly fixed: number;
  readonly perPicture: number;
}
type CostOf = (one: Timing, other: Timing) => StepCost;
interface CostCase {
  readonly one: Timing;
  readonly other: Timing;
}

/** 04-4: what a step costs, and what a picture. */
export const stepCost = exercise<CostOf, CostCase>({
  points: 2,
  hints: [
    "The two steps differ in their pictures only. How many more pictures, and how many more milliseconds?",
    "A picture costs (other.ms - one.ms) / (other.pictures - one.pictures).",
    "What is left of one.ms without its pictures is the fixed cost: one.ms - one.pictures * perPicture.",
  ],
  reference: costOf,
  cases: ({ random }) => costCases(random),
  apply: (answer, { one, other }) => answer(one, other),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ one, other }) => ({ ...costOf(one, other) })),
      1e-4,
      { name: (index) => inWords(cases[index]), explain: (output, index) => explainCost(output, cases[index]) },
    ),
});

function costOf(one: Timing, other: Timing): StepCost {
  const perPicture = (other.ms - one.ms) / (other.pictures - one.pictures);
  return { fixed: one.ms - one.pictures * perPicture, perPicture };
}

/** The large step first once: a function may not count on an order. */
function costCases(random: Random): readonly CostCase[] {
  const some = (few: number, many: number): CostCase => {
    const [fixed, perPicture] = [4 + random.integer(12), (1 + random.integer(8)) / 4];
    const timing = (pictures: number): Timing => ({ pictures, ms: fixed + pictures * perPicture });
    return { one: timing(few), other: timing(many) };
  };
  return [some(8, 64), some(128, 16), some(1, 33)];
}

const inWords = (input: CostCase | undefined): string =>
  `${input?.one.pictures} pictures in ${input?.one.ms} ms, ${input?.other.pictures} in ${input?.other.ms} ms`;

function explainCost(output: Data, input: CostCase | undefined): string | undefined {
  if (!input || typeof output !== "object" || output === null) return undefined;
  const { one, other } = input;
  const { fixed, perPicture } = costOf(one, other);
  const got = output as Readonly<Record<string, Data>>;
  const is = (name: string, value: number): boolean => closeTo(got[name], value, { tolerance: 1e-4 }).fraction === 1;
  if (is("fixed", perPicture) && is("perPicture", fixed)) return "The two are swapped.";
  if (is("perPicture", one.ms / one.pictures) || is("perPicture", other.ms / other.pictures))
    return "A share of the whole step holds a part of the fixed cost. Compare the two steps: only the pictures differ.";
  if (is("perPicture", perPicture) && is("fixed", one.ms)) return "Take off what the step's pictures cost.";
  if (is("perPicture", perPicture) && is("fixed", one.ms - perPicture)) return "Take off what all of the step's pictures cost, not one.";
  if (is("perPicture", (other.ms - one.ms) / other.pictures)) return "How many pictures more has the other step?";
  return undefined;
}
