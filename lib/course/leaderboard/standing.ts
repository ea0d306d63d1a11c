import { inspect } from "node:util";
import { escapeHtml, plural } from "../../base/format.ts";
import type { SubmissionAnswer } from "../../leaderboard/scoring/submission-answer.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../../plot/index.ts";

/** Where a submission puts the learner. It shows itself: `Rank 2 of 14, 0.871 ± 0.018; 4 submissions left today`. */
export class Standing implements SubmissionAnswer, Displayable {
  readonly score: number;
  readonly standardError: number;
  readonly best: number;
  readonly rank: number;
  readonly of: number;
  readonly remaining: number;
  readonly resetsAt: string;
  /** The learner's name on the board. */
  readonly name: string;
  /** Whether a rank on this board means something. */
  readonly ranked: boolean;
  /** Address of the live board. */
  readonly page: string;

  constructor(answer: SubmissionAnswer, { name, ranked, page }: Pick<Standing, "name" | "ranked" | "page">) {
    this.score = answer.score;
    this.standardError = answer.standardError;
    this.best = answer.best;
    this.rank = answer.rank;
    this.of = answer.of;
    this.remaining = answer.remaining;
    this.resetsAt = answer.resetsAt;
    this.name = name;
    this.ranked = ranked;
    this.page = page;
  }

  toString(): string {
    const rank = `Rank ${this.rank} of ${this.of}`;
    const score = `${this.score.toFixed(3)} ± ${this.standardError.toFixed(3)}`;
    const place = this.best > this.score ? `${rank} by your best, ${this.best.toFixed(3)}; this one ${score}` : `${rank}, ${score}`;
    const left = `${plural(this.remaining, "submission")} left today`;
    return `${this.ranked ? "" : "Practice board: "}${place}; ${left}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const page = escapeHtml(this.page);
    return {
      "text/plain": `${this}\n${this.name} on ${this.page}`,
      "text/html": `<p><b>${escapeHtml(String(this))}</b><br>You are <i>${escapeHtml(this.name)}</i> on <a href="${page}" target="_blank" rel="noopener">the live board</a>.</p>`,
    };
  }
}
