import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { leaderboard } from "../../../lib/course/leaderboard/index.ts";
import type { Predictions } from "../../../lib/data/predictions.ts";
import { freePort } from "../../../lib/leaderboard/postgres/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { call, coins, ids, practice, right, type Stage, stage } from "../../leaderboard/support.ts";

/** As the other coins, but with pictures that are pictures. */
const photos = {
  ...coins,
  hidden: {
    size: 8,
    pictures: () =>
      Promise.all(
        ids.map((_, index) =>
          sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 40 * index, g: 0, b: 0 } } })
            .jpeg()
            .toBuffer(),
        ),
      ),
  },
};

let on: Stage;
let url: string;
let home: string;

beforeAll(async () => {
  on = await stage({ competitions: [photos, practice] });
  url = on.leaderboard.url;
});
afterAll(() => on.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "descent-learner-"));
  process.env["DESCENT_HOME"] = home;
  process.env["DESCENT_LEADERBOARD"] = url;
});
afterEach(async () => {
  delete process.env["DESCENT_HOME"];
  delete process.env["DESCENT_LEADERBOARD"];
  await rm(home, { recursive: true, force: true });
});

const predictions = (fields: Partial<Predictions> = {}): Predictions => ({
  dataset: "coins",
  split: "test",
  ids,
  classes: Int32Array.from(right(6)),
  ...fields,
});
const board = async (id: string): Promise<{ name: string; submissions: number; note: string | null }[]> =>
  (await call(`${url}api/competitions/${id}/board`)).body["rows"] as { name: string; submissions: number; note: string | null }[];
const ownName = async (): Promise<string> => JSON.parse(await readFile(join(home, "identity.json"), "utf8"))[url].name;

test("submits predictions and shows rank, score with its error, what is left today, and the way to the board", async () => {
  const standing = await leaderboard.submit(predictions({ classes: Int32Array.from(right(3)) }), { note: "coin toss" });
  expect(inspect(standing)).toMatch(/^Rank \d+ of \d+, 0\.500 ± 0\.204; 2 submissions left today$/);
  const bundle = standing[displaySymbol]();
  expect(bundle["text/plain"]).toBe(`${standing}\n${await ownName()} on ${url}c/coins`);
  expect(bundle["text/html"]).toContain(`href="${url}c/coins"`);
  const own = (await board("coins")).find(({ name }) => name === standing.name);
  expect(own).toMatchObject({ note: "coin toss", submissions: 1 });
});

test("says which submission holds the rank where a later one is worse", async () => {
  await leaderboard.submit(predictions());
  const worse = await leaderboard.submit(predictions({ classes: Int32Array.from(right(3)) }));
  expect(String(worse)).toMatch(/^Rank \d+ of \d+ by your best, 1\.000; this one 0\.500 ± 0\.204; 1 submission left today$/);
});

test("marks a practice board as one", async () => {
  expect(String(await leaderboard.submit(predictions({ dataset: "practice" })))).toMatch(/^Practice board: Rank/);
});

test("makes one identity, kept for the user's eyes only, however many cells submit at once", async () => {
  const standings = await Promise.all(
    [1, 2, 3].map((hits) => leaderboard.submit(predictions({ dataset: "practice", classes: Int32Array.from(right(hits)) }))),
  );
  expect(new Set(standings.map(({ name }) => name)).size).toBe(1);
  expect((await stat(join(home, "identity.json"))).mode & 0o777).toBe(0o600);
  await leaderboard.submit(predictions({ dataset: "practice" }));
  expect((await board("practice")).find(({ name }) => name === standings[0]?.name)?.submissions).toBe(4);
});

test("makes a new identity where the server no longer knows the old one, or the file is damaged", async () => {
  const stranger = { id: "x", name: `Old Friend ${Date.now()}`, token: "unknown" };
  await writeFile(join(home, "identity.json"), JSON.stringify({ [url]: stranger }));
  expect((await leaderboard.submit(predictions({ dataset: "practice" }))).name).toBe(stranger.name);
  await writeFile(join(home, "identity.json"), "{ damaged");
  expect((await leaderboard.submit(predictions({ dataset: "practice" }))).rank).toBeGreaterThan(0);
  expect(await readFile(join(home, "identity.json.damaged"), "utf8")).toBe("{ damaged");
});

test("fetches hidden pictures as a data set without labels, ready to be predicted", async () => {
  const hidden = await leaderboard.pictures("coins");
  expect(hidden).toMatchObject({
    id: "coins",
    split: "test",
    classes: ["heads", "tails"],
    ids,
    height: 8,
    width: 8,
    channels: 3,
    labels: undefined,
  });
  expect(hidden.pixels.length).toBe(6 * 8 * 8 * 3);
  expect(hidden.get(5).image.pixels[0]).toBeGreaterThan(190);
  const standing = await leaderboard.submit({
    dataset: hidden.id,
    split: hidden.split,
    ids: hidden.ids,
    classes: Int32Array.from(right(6)),
  });
  expect(standing.score).toBe(1);
});

test.each<[string, unknown, string, string]>([
  ["too few", predictions({ ids: ids.slice(1), classes: new Int32Array(5) }), "predictions-length", "Expected 6 predictions but got 5."],
  ["NaN", { ...predictions(), classes: [0, Number.NaN, 0, 0, 0, 0] }, "prediction-not-a-class", "got NaN at index 1"],
  [
    "a class that is not there",
    predictions({ classes: new Int32Array(6).fill(2) }),
    "prediction-out-of-range",
    "between 0 and 1 but got 2",
  ],
  ["the wrong part", predictions({ split: "train" }), "predictions-split", "for the test part of coins but got some for its train part"],
  ["another data set", predictions({ dataset: "moons" }), "competition-unknown", 'no leaderboard for the data set "moons"'],
  ["a promise", Promise.resolve(predictions()), "predictions-kind", "Expected what learner.predict returns"],
  ["nothing", undefined, "predictions-kind", "Expected what learner.predict returns"],
])("refuses %s in words, before anything is sent", async (_name, given, code, message) => {
  await expect(leaderboard.submit(given as Predictions)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  await expect(stat(join(home, "identity.json"))).rejects.toThrow("ENOENT");
});

test("repeats the server's words when the quota is used up", async () => {
  for (let round = 0; round < 3; round++) await leaderboard.submit(predictions());
  await expect(leaderboard.submit(predictions())).rejects.toMatchObject({
    code: "quota-used-up",
    hint: expect.stringContaining("00:00 UTC"),
  });
});

test("says how to start a leaderboard where none runs", async () => {
  delete process.env["DESCENT_LEADERBOARD"];
  await expect(leaderboard.submit(predictions())).rejects.toMatchObject({
    code: "leaderboard-none",
    hint: expect.stringContaining("npm start"),
  });
});

test("says so where something else answers", async () => {
  const stranger = await listen((_request, response) => response.writeHead(404).end("[]"));
  await expect(leaderboard.pictures("coins")).rejects.toMatchObject({ code: "leaderboard-strange" });
  stranger.close();
});

test("a submission whose answer was lost on the way counts once", async () => {
  let cut = 0;
  // Stands between learner and server; passes everything on, but breaks the line before the first answer to a submission.
  const between = await listen(async (request, response) => {
    const body = await Array.fromAsync(request);
    const { authorization } = request.headers;
    const answer = await fetch(new URL(request.url ?? "/", url), {
      method: request.method ?? "GET",
      headers: { ...(authorization && { authorization }), "content-type": "application/json" },
      ...(body.length > 0 && { body: Buffer.concat(body) }),
    });
    if (request.url?.endsWith("/submissions") && cut++ === 0) return void request.socket.destroy();
    response.writeHead(answer.status).end(await answer.text());
  });
  const standing = await leaderboard.submit(predictions());
  expect(cut).toBe(2);
  expect(standing.remaining).toBe(2);
  expect((await board("coins")).find(({ name }) => name === standing.name)?.submissions).toBe(1);
  between.close();
});

/** A server at 127.0.0.1 that the learner takes for the leaderboard. */
async function listen(handle: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handle);
  const port = await freePort([]);
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  process.env["DESCENT_LEADERBOARD"] = `http://127.0.0.1:${port}/`;
  return server;
}
