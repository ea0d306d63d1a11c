import type { Competition } from "../competitions/competition.ts";
import type { TestSets } from "../competitions/test-sets.ts";
import type { Database } from "../database/connect.ts";
import type { Events } from "./events.ts";

/** What the routes work with. */
export interface Context {
  readonly database: Database;
  readonly competitions: readonly Competition[];
  readonly sets: TestSets;
  readonly events: Events;
  readonly now: () => Date;
}
