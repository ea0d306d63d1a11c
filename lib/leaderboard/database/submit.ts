import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, gte } from "drizzle-orm";
import { plural } from "../../base/format.ts";
import { Problem } from "../../base/problem.ts";
import type { Competition } from "../competitions/competition.ts";
import type { Score } from "../scoring/accuracy.ts";
import { type Best, boardWith } from "../scoring/rank.ts";
import type { SubmissionAnswer } from "../scoring/submission-answer.ts";
import type { Database } from "./connect.ts";
import { competitions, submissions } from "./schema.ts";

export interface Submission {
  readonly competition: Competition;
  readonly identity: string;
  /** Chosen by the client: a second submission under the same key is the first one, asked again. */
  readonly key: string;
  /** Predicted classes in the order of the competition's pictures. */
  readonly predictions: readonly number[];
  readonly note: string | undefined;
  readonly result: Score;
  readonly now: Date;
}

type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/**
 * Accepts a submission, or repeats the answer to it.
 *
 * The submissions of a competition queue for its row, so quota, order and rank are those of one after the other, however many arrive
 * at once.
 *
 * @returns the answer, and whether the submission is new
 * @throws Problem `quota-used-up`, or `key-used` where the key was given to other predictions
 */
export function submit(database: Database, submission: Submission): Promise<{ answer: SubmissionAnswer; fresh: boolean }> {
  const { competition, identity, key, predictions, note, result, now } = submission;
  const contentHash = createHash("sha256").update(predictions.join()).digest("hex");
  const own = and(eq(submissions.competition, competition.id), eq(submissions.identity, identity));
  return database.transaction(async (transaction) => {
    await transaction.select().from(competitions).where(eq(competitions.id, competition.id)).for("update");
    const [earlier] = await transaction
      .select({ answer: submissions.answer, contentHash: submissions.contentHash })
      .from(submissions)
      .where(and(own, eq(submissions.key, key)));
    if (earlier) {
      if (earlier.contentHash === contentHash) return { answer: earlier.answer, fresh: false };
      throw new Problem("key-used", "Another submission of yours has this key already.", {
        hint: "Make a new random key for each submission; repeat a key only to ask for the same submission again.",
      });
    }
    const { from, to } = dayOf(now);
    const [today] = await transaction
      .select({ count: count() })
      .from(submissions)
      .where(and(own, gte(submissions.submittedAt, from)));
    const remaining = competition.limits.perDay - (today?.count ?? 0) - 1;
    if (remaining < 0) throw quotaUsedUp(competition, to);
    const bests = await bestsOf(transaction, competition.id);
    const board = boardWith(bests, { identity, score: result.score, order: Number.POSITIVE_INFINITY });
    const place = board.findIndex((best) => best.identity === identity);
    const answer: SubmissionAnswer = {
      ...result,
      best: board[place]?.score ?? result.score,
      rank: place + 1,
      of: board.length,
      remaining,
      resetsAt: to.toISOString(),
    };
    await transaction.insert(submissions).values({
      competition: competition.id,
      identity,
      key,
      contentHash,
      predictions: [...predictions],
      note: note ?? null,
      ...result,
      submittedAt: now,
      answer,
    });
    return { answer, fresh: true };
  });
}

function bestsOf(transaction: Transaction, competition: string): Promise<Best[]> {
  return transaction
    .selectDistinctOn([submissions.identity], {
      identity: submissions.identity,
      score: submissions.score,
      order: submissions.id,
    })
    .from(submissions)
    .where(eq(submissions.competition, competition))
    .orderBy(submissions.identity, desc(submissions.score), asc(submissions.id));
}

/** The day in UTC that a moment lies in: from its midnight to the next. */
function dayOf(moment: Date): { from: Date; to: Date } {
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
  return { from: new Date(Date.UTC(year, month, day)), to: new Date(Date.UTC(year, month, day + 1)) };
}

function quotaUsedUp({ limits }: Competition, resets: Date): Problem {
  return new Problem("quota-used-up", `Today's ${plural(limits.perDay, "submission")} to this board are used up.`, {
    hint: `The next is accepted from ${resets.toISOString().replace("T", " ").slice(0, 16)} UTC on. Until then compare models on your validation set.`,
  });
}
