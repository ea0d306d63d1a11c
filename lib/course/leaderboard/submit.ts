import { randomUUID } from "node:crypto";
import { Problem } from "../../base/problem.ts";
import type { Predictions } from "../../data/predictions.ts";
import { checkPredictions } from "../../leaderboard/scoring/check-predictions.ts";
import type { SubmissionAnswer } from "../../leaderboard/scoring/submission-answer.ts";
import { asLearner } from "./as-learner.ts";
import { type CompetitionFacts, competitionFor } from "./competition.ts";
import { ask, serverUrl } from "./server.ts";
import { Standing } from "./standing.ts";

export interface SubmitOptions {
  /** A few words for the board, such as `ResNet-18, 5 epochs`. */
  readonly note?: string;
}

/**
 * Sends predictions for a test set to the leaderboard, which scores them, and returns score and rank.
 *
 * @param predictions what `learner.predict(test)` returns
 * @throws Problem where they can't be scored (nothing is sent then), the quota is used up, or no leaderboard answers
 */
export async function submit(predictions: Predictions, { note }: SubmitOptions = {}): Promise<Standing> {
  checkKind(predictions);
  const server = await serverUrl();
  const competition = await competitionFor(server, predictions.dataset);
  checkSplit(predictions, competition);
  checkPredictions({ ids: predictions.ids, predictions: predictions.classes }, competition);
  const body = {
    key: randomUUID(), // the same at every attempt to send these, so that they count once
    ids: predictions.ids,
    predictions: Array.from(predictions.classes),
    ...(note !== undefined && { note }),
  };
  return asLearner(server, async ({ name, token }) => {
    const answer = await ask<SubmissionAnswer>(server, `api/competitions/${competition.id}/submissions`, { body, token });
    return new Standing(answer, { name, ranked: competition.ranked, page: new URL(`c/${competition.id}`, server).href });
  });
}

/** Notebook cells may pass anything, such as the tensor that a model returns. */
function checkKind(predictions: unknown): asserts predictions is Predictions {
  const { dataset, ids, classes } = Object(predictions);
  if (typeof dataset === "string" && Array.isArray(ids) && typeof classes?.length === "number") return;
  throw new Problem("predictions-kind", "Expected what learner.predict returns (data set, ids and classes) but got something else.", {
    hint: "await leaderboard.submit(await learner.predict(test)): are both awaits there?",
  });
}

function checkSplit({ dataset, split }: Predictions, competition: CompetitionFacts): void {
  if (split === competition.split) return;
  throw new Problem(
    "predictions-split",
    `Expected predictions for the ${competition.split} part of ${dataset} but got some for its ${split} part.`,
    { hint: "A score on pictures that a model has learned from says nothing: predict those it has not seen." },
  );
}
