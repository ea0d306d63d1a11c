import { formatCount } from "../../base/format.ts";
import { type Data, exercise, type Verdict } from "../../exercise/index.ts";

/** Two classes that a network mixes up, by their names, and how often it does. */
export interface ConfusedPair {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
}

/** Classes of Fashion-MNIST that look alike at 28 × 28 pixels: what a network mixes up lies nearly always within one of these. */
const lookalikes = [
  ["T-shirt/top", "Pullover", "Dress", "Coat", "Shirt"],
  ["Sandal", "Sneaker", "Ankle boot"],
] as const;
const fashionClasses: readonly string[] = [...lookalikes.flat(), "Trouser", "Bag"];
/** Test pictures of each class. */
const ofEachClass = 1000;
/** Trained networks, good and bad ones, confuse their first pair more often than this. */
const leastConfused = 30;

/** 03-6: the classes that a network mixes up most often. */
export const confusedPair = exercise<ConfusedPair>({
  points: 2,
  hints: [
    "Look at the confusion matrix: which number off the diagonal is the largest? The report also has a list of them.",
    "report.mostConfused() lists the pairs of classes, the most frequent mistake first.",
    "The first element of a list is list[0].",
  ],
  reference: { actual: "Shirt", predicted: "T-shirt/top", count: 120 },
  judge: ({ value }) => judgePair(value),
});

/** A network's own mistakes can't be known, but what a report on Fashion-MNIST looks like can. */
function judgePair(value: Data): Verdict {
  const wrong = (message: string, fraction = 0): Verdict => ({ fraction, message });
  if (Array.isArray(value)) return wrong("That is a list of pairs. Its first element, the most frequent mistake, is list[0].");
  const { actual, predicted, count } = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, Data>>;
  if (typeof actual !== "string" || typeof predicted !== "string" || typeof count !== "number")
    return wrong("Give a pair as the report has it: { actual, predicted, count }.");
  const stranger = [actual, predicted].find((name) => !fashionClasses.includes(name));
  if (stranger !== undefined) return wrong(`${stranger} is no class of Fashion-MNIST: is it a report on other pictures?`);
  if (actual === predicted) return wrong(`A ${actual} that is taken for a ${predicted} is no mistake: that is the diagonal of the matrix.`);
  if (!Number.isInteger(count) || count < 1 || count > ofEachClass)
    return wrong(`${count} can't be: a class has ${formatCount(ofEachClass)} test pictures, and a mistake comes at least once.`);
  if (!lookalikes.some((names: readonly string[]) => names.includes(actual) && names.includes(predicted)))
    return wrong(
      `${actual} and ${predicted} look so different that few networks mix them up most often. Is it the first of the list? Was the training stopped early? Train on and look again.`,
      0.5,
    );
  if (count < leastConfused)
    return wrong(`A mistake that comes ${count} times is hardly the most frequent one: is it the first of the list?`, 0.5);
  return { fraction: 1, message: `${count} of ${formatCount(ofEachClass)} pictures of the class ${actual} are taken for ${predicted}.` };
}
