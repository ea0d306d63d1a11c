import type { FastifyError, FastifyInstance, FastifyReply } from "fastify";
import { formatBytes } from "../../base/format.ts";
import { messageOf, Problem } from "../../base/problem.ts";

const statusOf: Readonly<Record<string, number>> = {
  "token-missing": 401,
  "token-unknown": 401,
  "not-found": 404,
  "competition-unknown": 404,
  "pictures-public": 404,
  "name-taken": 409,
  "key-used": 409,
  "too-large": 413,
  "quota-used-up": 429,
  "test-set-unavailable": 503,
  "database-away": 503,
  "disk-full": 507,
};
const badRequest = 400;

/** Makes the server answer every failure as `{ code, message, hint }`, and log those that are not the client's. */
export function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error, app.initialConfig.bodyLimit);
    const status = statusOf[problem.code] ?? (problem.code === "server-fault" ? 500 : badRequest);
    if (status >= 500) request.log.error(error);
    return send(reply, status, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    send(
      reply,
      404,
      new Problem("not-found", `There is nothing at ${request.method} ${request.url}.`, {
        hint: "The board is at /, the list of competitions at /api/competitions.",
      }),
    ),
  );
}

function send(reply: FastifyReply, status: number, problem: Problem): FastifyReply {
  return reply.code(status).send(problem.toJSON());
}

function problemOf(error: FastifyError, bodyLimit = 0): Problem {
  if (error instanceof Problem) return error;
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new Problem("too-large", `Expected at most ${formatBytes(bodyLimit)} in one request but got more.`, {
      hint: "Submit class numbers, one a picture, not probabilities.",
    });
  }
  if (error.validation) {
    const [first] = error.validation;
    const place = `${error.validationContext ?? "body"}${(first?.instancePath ?? "").replaceAll("/", ".")}`;
    return new Problem("request-form", `The request does not have the form that is wanted: ${place} ${first?.message ?? "is wrong"}.`, {
      hint: "A submission is { key, ids, predictions, note? }: a text, a list of texts, a list of class numbers, and a text if you like.",
    });
  }
  if (error.statusCode === 415 || error.code?.startsWith("FST_ERR_CTP") || error instanceof SyntaxError) {
    return new Problem("malformed-json", `Expected the request to be JSON but it can't be read: ${error.message}`, {
      hint: "Send it with the header content-type: application/json. JSON knows no NaN, no Infinity and no comma after the last item.",
    });
  }
  const codes = codesOf(error);
  if (codes.includes(diskFull)) {
    return new Problem("disk-full", "The leaderboard's disk is full. Nothing was stored.", {
      hint: "Tell whoever runs the leaderboard to make room on its disk, then submit again.",
      cause: error,
    });
  }
  if (
    codes.some((code) => away.test(code)) ||
    /Connection terminated|timeout exceeded|not queryable/i.test(messageOf(error.cause ?? error))
  ) {
    return new Problem("database-away", "The leaderboard can't reach its database just now. Nothing was stored.", {
      hint: "Try again in a few seconds. The same key counts once, however often it is sent.",
      cause: error,
    });
  }
  return new Problem("server-fault", "The leaderboard failed on this request. Nothing was stored.", {
    hint: "Try again; if it stays, look into leaderboard.log.",
    cause: error,
  });
}

// SQLSTATE codes (PostgreSQL's manual, appendix A): classes 08 and 57P are lost connections and servers that start or stop.
const diskFull = "53100";
const away = /^(08|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** The codes of an error and of what caused it: drizzle wraps what the driver throws. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as NodeJS.ErrnoException;
  return [...(typeof code === "string" ? [code] : []), ...codesOf(error.cause)];
}
