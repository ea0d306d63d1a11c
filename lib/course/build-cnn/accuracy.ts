import type { Random } from "../../base/random.ts";
import { type Data, exercise, fractionClose } from "../../exercise/index.ts";
import type { Rows } from "./tables.ts";

type AccuracyOf = (logits: Rows, labels: readonly number[]) => number;
interface AccuracyCase {
  readonly logits: Rows;
  readonly labels: readonly number[];
}

/** 03-5: accuracy from scores. */
export const accuracyFromScores = exercise<AccuracyOf, AccuracyCase>({
  points: 2,
  hints: [
    "The class that a network chooses is the place of its largest score.",
    "row.indexOf(Math.max(...row)) is that place. Is it the label?",
    "Count the rows where it is, and divide by the number of rows.",
  ],
  reference: accuracyOf,
  cases: ({ random }) => accuracyCases(random),
  apply: (answer, { logits, labels }) => answer(logits, labels),
  judge: ({ outputs, cases }) =>
    fractionClose(
      outputs,
      cases.map(({ logits, labels }) => accuracyOf(logits, labels)),
      1e-6,
      {
        name: (index) => `${cases[index]?.labels.length} pictures, ${cases[index]?.logits[0]?.length} classes`,
        explain: (output, index) => explainAccuracy(output, cases[index]),
      },
    ),
});

const chosen = (scores: readonly number[]): number => scores.indexOf(Math.max(...scores));

function accuracyOf(logits: Rows, labels: readonly number[]): number {
  return shareOf(logits, (scores, index) => chosen(scores) === labels[index]);
}

const shareOf = (logits: Rows, holds: (scores: readonly number[], index: number) => boolean): number =>
  logits.filter(holds).length / logits.length;

/** [pictures, classes, right ones] of each case; so many right ones in the first that no two of the usual mistakes give the same there. */
const shapes = [
  [12, 5, 10],
  [8, 10, 3],
  [16, 4, 11],
] as const;

/** Scores without ties, some rows of them all negative. */
function accuracyCases(random: Random): readonly AccuracyCase[] {
  return shapes.map(([pictures, classes, right]) => {
    const logits = Array.from({ length: pictures }, (_, picture) =>
      random.shuffled(Array.from({ length: classes }, (__, place) => place - (picture % 2) * classes + 0.5)),
    );
    const order = random.shuffled(logits.map((_, picture) => picture));
    const labels = logits.map((scores, picture) => {
      const place = order.indexOf(picture);
      if (place < right) return chosen(scores);
      const smallest = scores.indexOf(Math.min(...scores));
      // One of the wrong ones is right for who takes the smallest score, and only one.
      return place === right
        ? smallest
        : random.pick(scores.map((_, own) => own).filter((own) => own !== chosen(scores) && own !== smallest));
    });
    return { logits, labels };
  });
}

function explainAccuracy(output: Data, input: AccuracyCase | undefined): string | undefined {
  if (!input || typeof output !== "number") return undefined;
  const { logits, labels } = input;
  const right = accuracyOf(logits, labels);
  const is = (value: number): boolean => Math.abs(output - value) < 1e-6;
  if (is(right * labels.length)) return "That is how many are right. Which part of all pictures is it?";
  if (is(right * 100)) return "That is in percent: give a number between 0 and 1.";
  if (is(shareOf(logits, (scores, index) => scores.indexOf(Math.min(...scores)) === labels[index])))
    return "You looked for the smallest score: the network chooses the class with the largest.";
  if (is(shareOf(logits, (scores, index) => Math.max(...scores) === labels[index])))
    return "You compared the largest score itself with the label: compare its place in the row.";
  if (is(shareOf(logits, (scores, index) => firstAboveZero(scores) === labels[index])))
    return "A row may hold only negative scores: begin the search at -Infinity, or with the row's first score.";
  if (is(1 - right)) return "That is the part that is wrong.";
  return undefined;
}

/** The choice of a search that begins with the score 0 at place 0, as many write it. */
const firstAboveZero = (scores: readonly number[]): number => (Math.max(...scores) > 0 ? chosen(scores) : 0);
