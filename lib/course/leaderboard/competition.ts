import { Problem } from "../../base/problem.ts";
import { ask } from "./server.ts";

/** What the server says of a competition. */
export interface CompetitionFacts {
  readonly id: string;
  readonly title: string;
  readonly dataset: string;
  readonly split: string;
  readonly classes: readonly string[];
  readonly pictures: number;
  readonly ranked: boolean;
}

/** The competition on a data set. @throws Problem `competition-unknown` */
export async function competitionFor(server: string, dataset: string): Promise<CompetitionFacts> {
  const all = await ask<readonly CompetitionFacts[]>(server, "api/competitions");
  const found = all.find((competition) => competition.dataset === dataset);
  if (found) return found;
  throw new Problem("competition-unknown", `There is no leaderboard for the data set ${JSON.stringify(dataset)}.`, {
    hint: `There is one for ${all.map((competition) => JSON.stringify(competition.dataset)).join(" and ")}.`,
  });
}
