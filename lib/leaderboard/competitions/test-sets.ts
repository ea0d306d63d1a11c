import { randomBytes } from "node:crypto";
import type { Database } from "../database/connect.ts";
import * as schema from "../database/schema.ts";
import type { Competition, TestSet } from "./competition.ts";

/** Gives each competition its row with a secret of 256 random bits, unless it has one. @returns the secrets by the competitions' ids */
export async function registerCompetitions(database: Database, competitions: readonly Competition[]): Promise<Map<string, string>> {
  const fresh = competitions.map(({ id }) => ({ id, seed: randomBytes(32).toString("hex") }));
  await database.insert(schema.competitions).values(fresh).onConflictDoNothing();
  const rows = await database.select().from(schema.competitions);
  return new Map(rows.map(({ id, seed }) => [id, seed]));
}

/** What competitions make from their secrets. */
export interface TestSets {
  testSet(competition: Competition): Promise<TestSet>;
  /** The hidden pictures; undefined where a competition has none. */
  pictures(competition: Competition): Promise<readonly Uint8Array[] | undefined>;
}

/** Test sets and hidden pictures: each made once, when it is first asked for, and kept in memory. */
export function testSets(seeds: ReadonlyMap<string, string>): TestSets {
  const seedOf = ({ id }: Competition): string => {
    const seed = seeds.get(id);
    if (seed === undefined) throw new Error(`Competition ${id} was not registered`);
    return seed;
  };
  return {
    testSet: onceEach(async (competition) => competition.testSet(seedOf(competition))),
    pictures: onceEach(async (competition) => competition.hidden?.pictures(seedOf(competition))),
  };
}

/** Makes a value for each competition once and keeps it; what failed, such as a download, is tried again at the next call. */
function onceEach<T>(make: (competition: Competition) => Promise<T>): (competition: Competition) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (competition) => {
    const known = made.get(competition.id);
    if (known) return known;
    const value = make(competition);
    made.set(competition.id, value);
    value.catch(() => made.delete(competition.id));
    return value;
  };
}
