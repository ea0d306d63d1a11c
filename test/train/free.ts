import type { Learner } from "../../lib/train/index.ts";

/** Frees a learner and its model. */
export function free(learner: Learner): void {
  learner.dispose();
  learner.model.dispose();
}
