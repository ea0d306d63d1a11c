import { afterEach, expect, test } from "vitest";
import { leaderboard } from "../../../lib/course/leaderboard/index.ts";
import { freePort } from "../../../lib/leaderboard/postgres/index.ts";

afterEach(() => {
  delete process.env["DESCENT_LEADERBOARD"];
});

test("tries for some seconds to reach a leaderboard that is gone, and then says so", async () => {
  process.env["DESCENT_LEADERBOARD"] = `http://127.0.0.1:${await freePort([])}/`;
  await expect(leaderboard.pictures("coins")).rejects.toMatchObject({
    code: "leaderboard-silent",
    hint: expect.stringContaining("npm start"),
  });
});
