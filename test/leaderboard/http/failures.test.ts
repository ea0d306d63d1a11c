import fastify from "fastify";
import { expect, test } from "vitest";
import { answerFailures } from "../../../lib/leaderboard/http/failures.ts";

/** What a client is told when a route fails so. */
async function told(error: Error): Promise<{ status: number; code: string; message: string }> {
  const app = fastify();
  answerFailures(app);
  app.get("/", () => {
    throw error;
  });
  const response = await app.inject("/");
  await app.close();
  return { status: response.statusCode, ...response.json() };
}

const wrapped = (code: string): Error =>
  new Error("Failed query: insert …", { cause: Object.assign(new Error("from the driver"), { code }) });

test.each([
  ["a refused connection", wrapped("ECONNREFUSED"), 503, "database-away"],
  ["a database that is shutting down", wrapped("57P01"), 503, "database-away"],
  ["a connection that broke", new Error("Failed query", { cause: new Error("Connection terminated unexpectedly") }), 503, "database-away"],
  ["a full disk", wrapped("53100"), 507, "disk-full"],
  ["anything else", new Error("secret detail"), 500, "server-fault"],
])("%s is answered in words that say that nothing was stored", async (_name, error, status, code) => {
  const answer = await told(error);
  expect(answer).toMatchObject({ status, code });
  expect(answer.message).toContain("Nothing was stored");
  expect(JSON.stringify(answer)).not.toMatch(/secret|query|driver/);
});
