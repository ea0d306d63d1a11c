/** What the server answers to a submission; it is kept, so that a repeated request gets the same. */
export interface SubmissionAnswer {
  /** Accuracy of these predictions, 0 … 1. */
  readonly score: number;
  readonly standardError: number;
  /** Accuracy of the learner's best submission so far, which holds the rank. */
  readonly best: number;
  readonly rank: number;
  /** How many are on the board. */
  readonly of: number;
  /** Submissions left today. */
  readonly remaining: number;
  /** When there are new ones, as an ISO date. */
  readonly resetsAt: string;
}
