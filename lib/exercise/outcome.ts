/** How an attempt at an exercise ended. */
export type Status = "PASS" | "PARTIAL" | "FAIL" | "EXCEPTION" | "UNATTEMPTED";

/** What a learner, a gradebook and a feedback page are told of one attempt. */
export interface Outcome {
  readonly status: Status;
  /** Points earned, 0 … `of`. */
  readonly points: number;
  /** Points of the exercise. */
  readonly of: number;
  /** Sentences for the learner: what was found, and the likely cause where there is one. */
  readonly message: string;
  /** What a right answer would have been, in short. */
  readonly wanted?: string;
  /** What came instead, in short. */
  readonly got?: string;
}

/** What a judge says of an answer: which part of it is right, and why the rest is not. */
export interface Verdict {
  /** Right part of the answer, 0 … 1. */
  readonly fraction: number;
  readonly message: string;
  readonly wanted?: string;
  readonly got?: string;
}

/** The outcome that a verdict earns: points in quarters, so that a gradebook adds up; all of them only where all is right. */
export function outcomeOf({ fraction, ...words }: Verdict, of: number): Outcome {
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`Expected a judge to give a fraction between 0 and 1 but got ${fraction}`);
  if (fraction === 1) return { status: "PASS", points: of, of, ...words };
  const points = Math.floor(fraction * of * 4) / 4;
  return { status: points > 0 ? "PARTIAL" : "FAIL", points, of, ...words };
}
