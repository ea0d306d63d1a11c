import { asc, desc, eq, max, sql } from "drizzle-orm";
import { compareBests } from "../scoring/rank.ts";
import type { Database } from "./connect.ts";
import { identities, submissions } from "./schema.ts";

/** One line of a board. */
export interface BoardRow {
  /** Place, from 1; of equal scores the earlier is ahead. */
  readonly rank: number;
  readonly name: string;
  readonly score: number;
  readonly standardError: number;
  /** How often this one has submitted. */
  readonly submissions: number;
  readonly submittedAt: string;
  readonly note: string | null;
}

/** Each identity's best submission to a competition, the best first. */
export async function readBoard(database: Database, competition: string): Promise<BoardRow[]> {
  const bests = await database
    .selectDistinctOn([submissions.identity], {
      identity: submissions.identity,
      order: submissions.id,
      name: identities.name,
      score: submissions.score,
      standardError: submissions.standardError,
      submissions: sql`count(*) over (partition by ${submissions.identity})`.mapWith(Number),
      submittedAt: submissions.submittedAt,
      note: submissions.note,
    })
    .from(submissions)
    .innerJoin(identities, eq(identities.id, submissions.identity))
    .where(eq(submissions.competition, competition))
    .orderBy(submissions.identity, desc(submissions.score), asc(submissions.id));
  return bests.sort(compareBests).map(({ identity: _identity, order: _order, ...row }, index) => ({
    rank: index + 1,
    ...row,
    submittedAt: row.submittedAt.toISOString(),
  }));
}

/** When each competition last got a submission, by its id. */
export async function lastSubmissions(database: Database): Promise<Map<string, Date>> {
  const rows = await database
    .select({ competition: submissions.competition, last: max(submissions.submittedAt) })
    .from(submissions)
    .groupBy(submissions.competition);
  return new Map(rows.flatMap(({ competition, last }) => (last ? [[competition, last] as const] : [])));
}
