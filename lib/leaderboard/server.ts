import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";
import fastify, { type FastifyInstance, LogController } from "fastify";
import { Problem } from "../base/problem.ts";
import type { Competition } from "./competitions/competition.ts";
import { competitions as allCompetitions } from "./competitions/index.ts";
import { registerCompetitions, testSets } from "./competitions/test-sets.ts";
import { connect } from "./database/connect.ts";
import { competitionRoutes } from "./http/competition-routes.ts";
import { eventRoutes } from "./http/events.ts";
import { answerFailures } from "./http/failures.ts";
import { identityRoutes } from "./http/identity-routes.ts";
import { pageRoutes } from "./http/page-routes.ts";

export interface LeaderboardOptions {
  /** Address of the PostgreSQL database: `postgresql://…`. */
  readonly databaseUrl: string;
  /** Port to try first; where it is taken, the next free one is used. */
  readonly port?: number;
  readonly host?: string;
  /** File for the log; without it nothing is logged. */
  readonly log?: string;
  /** Told what a person may want to know, such as a port that was taken. */
  readonly say?: (sentence: string) => void;
  readonly competitions?: readonly Competition[];
  /** The clock by which days and submissions are counted. */
  readonly now?: () => Date;
}

/** A running leaderboard. */
export interface Leaderboard {
  /** Address of its page; the API lies below `api/`. */
  readonly url: string;
  /** Answers what has been asked, then ends. */
  close(): Promise<void>;
}

export const defaultPort = 7077;
const portsToTry = 50;
const bodyLimit = 4_000_000; // bytes; 10,000 predictions with their ids take 0.1 MB

/**
 * Starts the leaderboard: API, live page and scoring, on a PostgreSQL database.
 *
 * @throws Problem `database-unreachable`, or `ports-taken` where no port is free
 */
export async function startLeaderboard({ databaseUrl, port = defaultPort, ...options }: LeaderboardOptions): Promise<Leaderboard> {
  const { host = "127.0.0.1", log, say, competitions = allCompetitions, now = () => new Date() } = options;
  const { database, close } = await connect(databaseUrl);
  const app = fastify({
    bodyLimit,
    logger: log ? { file: log, level: "info" } : false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  try {
    app.setValidatorCompiler(TypeBoxValidatorCompiler).withTypeProvider<TypeBoxTypeProvider>();
    answerFailures(app);
    app.addHook("onClose", close);
    const seeds = await registerCompetitions(database, competitions);
    const events = eventRoutes(app, database);
    const context = { database, competitions, sets: testSets(seeds), events, now };
    pageRoutes(app);
    app.register(identityRoutes(context));
    app.register(competitionRoutes(context));
    return { url: await listen(app, { port, host, say }), close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

interface ListenOptions {
  readonly port: number;
  readonly host: string;
  readonly say: LeaderboardOptions["say"];
}

async function listen(app: FastifyInstance, { port, host, say }: ListenOptions): Promise<string> {
  const last = port === 0 ? 0 : Math.min(port + portsToTry, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      const url = `${await app.listen({ port: candidate, host })}/`;
      if (candidate !== port) say?.(`Port ${port} is taken; the leaderboard listens on port ${candidate}.`);
      return url;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    }
  }
  throw new Problem("ports-taken", `The leaderboard found no free port between ${port} and ${last}.`, {
    hint: "End what listens there, or choose another port with DESCENT_LEADERBOARD_PORT.",
  });
}
