import { type FastifyPluginCallbackTypebox, Type } from "@fastify/type-provider-typebox";
import { messageOf, Problem } from "../../base/problem.ts";
import type { Competition } from "../competitions/competition.ts";
import { lastSubmissions, readBoard } from "../database/board.ts";
import { identityOf } from "../database/identities.ts";
import { submit } from "../database/submit.ts";
import { accuracy } from "../scoring/accuracy.ts";
import { arrange, checkPredictions } from "../scoring/check-predictions.ts";
import type { Context } from "./context.ts";

const params = Type.Object({ id: Type.String() });
const submission = Type.Object({
  key: Type.String({ minLength: 8, maxLength: 100 }),
  ids: Type.Array(Type.String({ maxLength: 200 })),
  predictions: Type.Array(Type.Unknown()), // each value is checked in the learner's words
  note: Type.Optional(Type.String({ maxLength: 200 })),
});

/** What anyone may know of a competition. */
export interface CompetitionSummary {
  readonly id: string;
  readonly title: string;
  readonly dataset: string;
  readonly split: string;
  readonly classes: readonly string[];
  readonly metric: string;
  readonly pictures: number;
  readonly limits: { readonly perDay: number };
  /** Whether a rank means something here; else `practice` says why not. */
  readonly ranked: boolean;
  readonly practice: string | null;
  /** When the last submission came in. */
  readonly lastSubmission: string | null;
}

function summary(competition: Competition, last: Date | undefined): CompetitionSummary {
  const { id, title, dataset, split, classes, metric, pictures, limits, practice } = competition;
  const ranked = practice === undefined;
  return {
    ...{ id, title, dataset, split, classes, metric, pictures, limits, ranked },
    practice: practice ?? null,
    lastSubmission: last?.toISOString() ?? null,
  };
}

/** The competitions, their boards and pictures, and what is submitted to them. */
export function competitionRoutes({ database, competitions, sets, events, now }: Context): FastifyPluginCallbackTypebox {
  const find = (id: string): Competition => {
    const found = competitions.find((competition) => competition.id === id);
    if (found) return found;
    throw new Problem("competition-unknown", `There is no competition ${JSON.stringify(id)}.`, {
      hint: `There are: ${competitions.map((competition) => competition.id).join(", ")}.`,
    });
  };
  const had = <T>(competition: Competition, made: Promise<T>): Promise<T> =>
    made.catch((cause: unknown) => {
      throw new Problem("test-set-unavailable", `The test set of ${competition.title} can't be had now: ${messageOf(cause)}`, {
        hint: cause instanceof Problem ? cause.hint : "Nothing was stored. Try again, and look into leaderboard.log if it stays.",
        cause,
      });
    });

  return (app, _options, done) => {
    app.get("/api/competitions", async () => {
      const last = await lastSubmissions(database);
      return competitions.map((competition) => summary(competition, last.get(competition.id)));
    });

    app.get("/api/competitions/:id", { schema: { params } }, async ({ params: { id } }) => {
      const competition = find(id);
      return summary(competition, (await lastSubmissions(database)).get(id));
    });

    app.get("/api/competitions/:id/board", { schema: { params } }, async ({ params: { id } }) => {
      const competition = find(id);
      return { competition: competition.id, rows: await readBoard(database, competition.id) };
    });

    app.get("/api/competitions/:id/pictures", { schema: { params } }, async ({ params: { id }, headers }) => {
      await identityOf(database, headers.authorization);
      const competition = find(id);
      if (!competition.hidden) {
        throw new Problem("pictures-public", `The pictures of ${competition.title} are public: this server has none of its own to give.`, {
          hint: `Load the data set ${competition.dataset} and predict its ${competition.split} part.`,
        });
      }
      const { ids } = await had(competition, sets.testSet(competition));
      const files = (await had(competition, sets.pictures(competition))) ?? [];
      return {
        dataset: competition.dataset,
        split: competition.split,
        classes: competition.classes,
        size: competition.hidden.size,
        pictures: files.map((jpeg, index) => ({ id: ids[index], jpeg: Buffer.from(jpeg).toString("base64") })),
      };
    });

    app.post("/api/competitions/:id/submissions", { schema: { params, body: submission } }, async (request) => {
      const { key, ids, predictions, note } = request.body;
      const identity = await identityOf(database, request.headers.authorization);
      const competition = find(request.params.id);
      checkPredictions({ ids, predictions }, competition);
      const test = await had(competition, sets.testSet(competition));
      const arranged = arrange({ ids, predictions }, test.ids);
      const { answer, fresh } = await submit(database, {
        ...{ competition, identity: identity.id, key, note },
        predictions: arranged,
        result: accuracy(arranged, test.labels),
        now: now(),
      });
      if (fresh) {
        request.log.info({ competition: competition.id, identity: identity.id, score: answer.score }, "submission");
        events.changed(competition);
      }
      return answer;
    });
    done();
  };
}
