import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLeaderboard } from "../../lib/leaderboard/index.ts";
import { freePort } from "../../lib/leaderboard/postgres/index.ts";
import { type Answer, call, coins, ids, newcomer, practice, right, type Stage, stage, submit } from "./support.ts";

let on: Stage;
let url: string;
let now = new Date("2026-03-01T12:00:00Z");

beforeAll(async () => {
  on = await stage({ now: () => now });
  url = on.leaderboard.url;
});
afterAll(() => on.close());

/** How many submissions the database holds. */
async function stored(): Promise<number> {
  const client = new pg.Client({ connectionString: on.postgres.url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>("select count(*) from submissions");
  await client.end();
  return Number(rows[0]?.count);
}

const board = async (id: string): Promise<Record<string, unknown>[]> =>
  (await call(`${url}api/competitions/${id}/board`)).body["rows"] as Record<string, unknown>[];

describe("identities", () => {
  test("without a name get a friendly one, and a token that works", async () => {
    const { status, body } = await call(`${url}api/identities`, { body: {} });
    expect(status).toBe(201);
    expect(body["name"]).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
    expect((await submit(url, String(body["token"]), { board: "practice" })).status).toBe(200);
  });

  test("keep no token in the database, only its hash", async () => {
    const token = await newcomer(url);
    const client = new pg.Client({ connectionString: on.postgres.url });
    await client.connect();
    const { rows } = await client.query("select row_to_json(identities)::text as row from identities");
    await client.end();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("have names that are tidied, bounded and one of a kind", async () => {
    const named = (name: string): Promise<Answer> => call(`${url}api/identities`, { body: { name } });
    expect((await named("  Ada\u202E \n Lovelace ")).body["name"]).toBe("Ada Lovelace");
    expect((await named("Ada Lovelace")).body["code"]).toBe("name-taken");
    expect((await named("x".repeat(61))).body["message"]).toBe("Expected a name of 1 to 60 characters but got 61.");
    expect((await named(" \t ")).status).toBe(400);
  });
});

describe("competitions", () => {
  test("say what is to be predicted, and whether a rank means something", async () => {
    const { body } = await call(`${url}api/competitions/coins`);
    expect(body).toMatchObject({
      id: "coins",
      classes: ["heads", "tails"],
      pictures: 6,
      ranked: true,
      practice: null,
      limits: { perDay: 3 },
    });
    const list = (await call(`${url}api/competitions`)).body as unknown as Record<string, unknown>[];
    expect(list.map(({ id, ranked }) => [id, ranked])).toEqual([
      ["coins", true],
      ["practice", false],
    ]);
    expect(list[1]?.["practice"]).toBe("Everyone has the labels.");
  });

  test("name those there are when asked for another", async () => {
    const { status, body } = await call(`${url}api/competitions/none/board`);
    expect([status, body["code"], body["hint"]]).toEqual([404, "competition-unknown", "There are: coins, practice."]);
  });

  test("serve hidden pictures to those with a token, without labels and without the secret", async () => {
    const address = `${url}api/competitions/coins/pictures`;
    expect((await call(address)).status).toBe(401);
    const { body } = await call(address, { token: await newcomer(url) });
    expect(Object.keys(body).toSorted()).toEqual(["classes", "dataset", "pictures", "size", "split"]);
    const pictures = body["pictures"] as Record<string, string>[];
    expect(pictures.map(({ id }) => id)).toEqual(ids);
    expect(pictures.map((picture) => Object.keys(picture))).toEqual(ids.map(() => ["id", "jpeg"]));
    expect(Buffer.from(pictures[2]?.["jpeg"] ?? "", "base64").toString()).toBe("2 64");
  });

  test("say of a public set that its pictures are to be had elsewhere", async () => {
    const { status, body } = await call(`${url}api/competitions/practice/pictures`, { token: await newcomer(url) });
    expect([status, body["code"]]).toEqual([404, "pictures-public"]);
  });
});

describe("submissions", () => {
  test("are scored by the server, with standard error, rank, quota and the time of its renewal", async () => {
    const token = await newcomer(url);
    const { status, body } = await submit(url, token, { predictions: right(3) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ score: 0.5, best: 0.5, remaining: 2, resetsAt: "2026-03-02T00:00:00.000Z" });
    expect(body["standardError"]).toBeCloseTo(Math.sqrt(0.25 / 6));
  });

  test("may name the pictures in any order", async () => {
    const predictions = right(6).toReversed();
    expect((await submit(url, await newcomer(url), { ids: ids.toReversed(), predictions })).body["score"]).toBe(1);
  });

  test("show on the board with each one's best, the earlier ahead of equals", async () => {
    const [ada, ben] = [await newcomer(url, "Ada"), await newcomer(url, "Ben")];
    const send = (token: string, hits: number): Promise<Answer> =>
      submit(url, token, { board: "practice", predictions: right(hits), note: `${hits}` });
    await send(ada, 5);
    const equal = await send(ben, 5);
    await send(ada, 2);
    const rows = (await board("practice")).filter(({ name }) => name === "Ada" || name === "Ben");
    expect(rows).toMatchObject([
      { name: "Ada", score: 5 / 6, submissions: 2, note: "5" },
      { name: "Ben", score: 5 / 6, submissions: 1 },
    ]);
    expect(Number(rows[1]?.["rank"])).toBe(Number(rows[0]?.["rank"]) + 1);
    expect(equal.body["rank"]).toBe(rows[1]?.["rank"]);
  });

  test("repeated under the same key get the same answer, use no quota and are stored once", async () => {
    const token = await newcomer(url);
    const key = crypto.randomUUID();
    const first = await submit(url, token, { key });
    await submit(url, await newcomer(url)); // ranks move meanwhile
    const before = await stored();
    expect(await submit(url, token, { key })).toEqual(first);
    expect(await stored()).toBe(before);
    expect((await submit(url, token)).body["remaining"]).toBe(Number(first.body["remaining"]) - 1);
    expect((await submit(url, token, { key, predictions: right(1) })).body["code"]).toBe("key-used");
  });

  test("that arrive all at once never overrun the quota", async () => {
    const token = await newcomer(url);
    const answers = await Promise.all(Array.from({ length: 12 }, () => submit(url, token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, ...Array(9).fill(429)]);
    const accepted = answers.filter(({ status }) => status === 200).map(({ body }) => body["remaining"]);
    expect(accepted.toSorted()).toEqual([0, 1, 2]);
  });

  test("of the same key that arrive all at once are one", async () => {
    const token = await newcomer(url);
    const key = crypto.randomUUID();
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(url, token, { key })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await stored()).toBe(before + 1);
  });

  test("are counted anew after midnight UTC", async () => {
    const token = await newcomer(url);
    now = new Date("2026-03-01T23:59:59Z");
    for (let round = 0; round < 3; round++) await submit(url, token);
    const refused = await submit(url, token);
    expect(refused.body).toMatchObject({ code: "quota-used-up", message: "Today's 3 submissions to this board are used up." });
    expect(refused.body["hint"]).toContain("2026-03-02 00:00 UTC");
    now = new Date("2026-03-02T00:00:00Z");
    expect((await submit(url, token)).body["remaining"]).toBe(2);
  });

  test("stand for ever: the database refuses to change, remove or empty them", async () => {
    await submit(url, await newcomer(url), { board: "practice" });
    const client = new pg.Client({ connectionString: on.postgres.url });
    await client.connect();
    for (const deed of ["update submissions set score = 1", "delete from submissions", "truncate submissions"]) {
      await expect(client.query(deed)).rejects.toThrow("Submissions are append-only");
    }
    await client.end();
  });
});

describe("bad submissions", () => {
  const six = right(6);
  const cases: [string, Record<string, unknown>, number, string, string][] = [
    ["too few predictions", { predictions: six.slice(1) }, 400, "predictions-length", "Expected 6 predictions but got 5."],
    ["too few ids", { ids: ids.slice(1) }, 400, "predictions-length", "Expected one id for each of the 6 predictions but got 5 ids."],
    ["NaN", { predictions: [...six.slice(1), Number.NaN] }, 400, "prediction-not-a-class", "got NaN at index 5"],
    ["probabilities", { predictions: six.map(() => 0.9) }, 400, "prediction-not-a-class", "got 0.9 at index 0"],
    ["a class that is not there", { predictions: [2, ...six.slice(1)] }, 400, "prediction-out-of-range", "between 0 and 1 but got 2"],
    ["an unknown picture", { ids: ["x", ...ids.slice(1)] }, 400, "picture-unknown", '1 unknown id, the first "x"'],
    ["a picture twice", { ids: ["b", ...ids.slice(1)] }, 400, "picture-twice", 'got "b" twice'],
    ["no key", { key: undefined }, 400, "request-form", "key"],
    ["ids that are numbers", { ids: [1, 2, 3, 4, 5, 6] }, 400, "request-form", "body.ids.0 must be string"],
    ["an unknown board", { board: "none" }, 404, "competition-unknown", 'no competition "none"'],
  ];
  test.each(cases)("with %s are refused in words and not stored", async (_name, fields, status, code, message) => {
    const token = await newcomer(url);
    const before = await stored();
    const answer = await submit(url, token, fields);
    expect([answer.status, answer.body["code"]]).toEqual([status, code]);
    expect(answer.body["message"]).toContain(message);
    expect(String(answer.body["hint"]).length).toBeGreaterThan(10);
    expect(await stored()).toBe(before);
    expect((await submit(url, token)).body["remaining"]).toBe(2);
  });

  test("without a token, or with one that is not known, are refused", async () => {
    const address = `${url}api/competitions/coins/submissions`;
    expect((await call(address, { body: { key: "12345678", ids, predictions: six } })).body["code"]).toBe("token-missing");
    expect((await submit(url, "made-up")).body["code"]).toBe("token-unknown");
  });

  test("that are no JSON, or too large, are refused in words", async () => {
    const address = `${url}api/competitions/coins/submissions`;
    const token = await newcomer(url);
    const broken = await call(address, { token, body: '{"predictions":[NaN]}' });
    expect([broken.status, broken.body["code"]]).toEqual([400, "malformed-json"]);
    const large = await call(address, { token, body: `"${"x".repeat(4_000_001)}"` });
    expect([large.status, large.body["message"]]).toEqual([413, "Expected at most 4.0 MB in one request but got more."]);
  });

  test("to a board whose labels can't be had are told so, and the next one is tried again", async () => {
    let broken = true;
    const shaky = {
      ...practice,
      id: "shaky",
      testSet: (seed: string) => (broken ? Promise.reject(new Error("no network")) : practice.testSet(seed)),
    };
    const other = await startLeaderboard({ databaseUrl: on.postgres.url, port: 0, competitions: [shaky] });
    const token = await newcomer(other.url);
    const answer = await submit(other.url, token, { board: "shaky" });
    expect([answer.status, answer.body["code"]]).toEqual([503, "test-set-unavailable"]);
    broken = false;
    expect((await submit(other.url, token, { board: "shaky" })).status).toBe(200);
    await other.close();
  });
});

describe("watchers", () => {
  /** Reads the events of a stream until one has the wanted text. */
  async function readUntil(stream: ReadableStream<Uint8Array>, wanted: string): Promise<string> {
    let text = "";
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(wanted)) return text;
    }
    throw new Error(`The stream ended after ${text}`);
  }

  test("are sent the board when a submission comes in", async () => {
    const response = await fetch(`${url}api/events`);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    if (!response.body) throw new Error("The answer has no body");
    const heard = readUntil(response.body, '"name":"Watched"');
    await submit(url, await newcomer(url, "Watched"), { board: "practice" });
    expect(await heard).toMatch(
      /^retry: 2000\n\nevent: beat\ndata: {}\n\n(?:.|\n)*event: board\ndata: {"competition":"practice".*"name":"Watched"/,
    );
  });
});

describe("starting", () => {
  test("on a port that is taken goes on with the next and says so", async () => {
    const port = await freePort([]);
    const squatter = createServer();
    await new Promise<void>((listening) => squatter.listen(port, "127.0.0.1", listening));
    const said: string[] = [];
    const other = await startLeaderboard({
      databaseUrl: on.postgres.url,
      port,
      competitions: [coins],
      say: (sentence) => said.push(sentence),
    });
    const got = Number(new URL(other.url).port);
    expect(got).toBeGreaterThan(port);
    expect(said).toEqual([`Port ${port} is taken; the leaderboard listens on port ${got}.`]);
    await other.close();
    squatter.close();
  });

  test("twice at once on an empty database makes its tables once, and keeps one secret", async () => {
    const client = new pg.Client({ connectionString: on.postgres.url });
    await client.connect();
    await client.query("create database twins");
    const databaseUrl = new URL(on.postgres.url);
    databaseUrl.pathname = "/twins";
    const options = { databaseUrl: databaseUrl.href, port: 0, competitions: [coins] };
    const [one, two] = await Promise.all([startLeaderboard(options), startLeaderboard(options)]);
    const token = await newcomer(one.url);
    expect((await submit(two.url, token)).status).toBe(200);
    await Promise.all([one.close(), two.close()]);
    await client.end();
  });

  test("without a database says what is wrong, and leaves nothing running", async () => {
    const databaseUrl = `postgresql://nobody:x@127.0.0.1:${await freePort([])}/none`;
    await expect(startLeaderboard({ databaseUrl, port: 0 })).rejects.toMatchObject({
      code: "database-unreachable",
      hint: expect.stringContaining("DATABASE_URL"),
    });
  });

  test("with a log writes down submissions, but no token", async () => {
    const { readFile } = await import("node:fs/promises");
    const log = join(on.folder, "leaderboard.log");
    const other = await startLeaderboard({ databaseUrl: on.postgres.url, port: 0, competitions: [coins], log });
    const token = await newcomer(other.url);
    await submit(other.url, token);
    await other.close();
    const text = await readFile(log, "utf8");
    expect(text).toContain('"msg":"submission"');
    expect(text).not.toContain(token);
  });
});
