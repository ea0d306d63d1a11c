/** PostgreSQL in a folder: started on first use, adopted when it already runs, stopped by its last user. */
export { freePort } from "./free-port.ts";
export { type Postgres, type PostgresOptions, startPostgres } from "./start.ts";
