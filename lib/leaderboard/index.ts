/** The live leaderboard: PostgreSQL in a folder, the server that scores predictions, and the competitions it runs. */
export { checkDatabase } from "./check-database.ts";
export { type Competition, competitions, type TestSet } from "./competitions/index.ts";
export { type Postgres, type PostgresOptions, startPostgres } from "./postgres/index.ts";
export { defaultPort, type Leaderboard, type LeaderboardOptions, startLeaderboard } from "./server.ts";
