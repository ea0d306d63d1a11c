import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pl, type ReadTableOptions, readTable } from "../../../lib/data/table/index.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-table-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

async function read(name: string, content: string | Uint8Array, options?: ReadTableOptions) {
  const table = await readTable(await file(name, content), options);
  return { columns: table.columns, rows: table.rows() };
}

test("a CSV as pandas writes it: the unnamed row numbers are dropped, or kept under a name", async () => {
  const csv = ",species,count\n0,zebra,1\n1,lion,2\n";
  expect(await read("a.csv", csv)).toEqual({
    columns: ["species", "count"],
    rows: [
      ["zebra", 1],
      ["lion", 2],
    ],
  });
  expect((await read("a.csv", csv, { index: "row" })).columns).toEqual(["row", "species", "count"]);
  expect((await read("again.csv", "Unnamed: 0,species\n0,zebra\n")).columns).toEqual(["species"]);
});

test("only the wanted columns, in the wanted order", async () => {
  expect(await read("b.csv", ",a,b,c\n0,1,2,3\n", { columns: ["c", "a"] })).toEqual({ columns: ["c", "a"], rows: [[3, 1]] });
});

test("a text in the last of many rows makes its column text, however many numbers stand before it", async () => {
  const rows = Array.from({ length: 20_000 }, () => "1,0.5");
  const { rows: got } = await read("late.csv", `count,part\n${rows.join("\n")}\n11-50,0.5\n`);
  expect([got[0], got.at(-1)]).toEqual([
    ["1", 0.5],
    ["11-50", 0.5],
  ]);
});

test("semicolons and tabs, Windows line ends, Excel's mark in front, quotes, other scripts, a header without rows", async () => {
  expect(await read("s.csv", '\uFEFFname;count\r\n"Zebra; wild";3\r\n')).toEqual({
    columns: ["name", "count"],
    rows: [["Zebra; wild", 3]],
  });
  expect(await read("t.tsv", "name\tcount\nシマウマ\t3\n")).toEqual({ columns: ["name", "count"], rows: [["シマウマ", 3]] });
  expect(await read("h.csv", "name,count\n")).toEqual({ columns: ["name", "count"], rows: [] });
  expect(await read("[odd] *.csv", "a\n1\n")).toEqual({ columns: ["a"], rows: [[1]] });
});

test("JSON as an array or as lines, and Parquet", async () => {
  expect(await read("a.json", '[{"a":1,"b":"x"},{"a":2.5}]')).toEqual({
    columns: ["a", "b"],
    rows: [
      [1, "x"],
      [2.5, null],
    ],
  });
  for (const name of ["a.ndjson", "a.jsonl", "lines.json"]) expect((await read(name, '{"a":1}\n{"a":2}\n')).rows).toEqual([[1], [2]]);
  pl.DataFrame({ a: [1, 2] }).writeParquet(join(folder, "a.parquet"));
  expect((await readTable(join(folder, "a.parquet"))).rows()).toEqual([[1], [2]]);
});

test("several files become one table, whatever columns they lack and types they have", async () => {
  const paths = [await file("s1.csv", "id,count\na,1\n"), await file("s2.csv", "id,count,site\nb,11-50,B04\n")];
  expect((await readTable(paths)).rows()).toEqual([
    ["a", "1", null],
    ["b", "11-50", "B04"],
  ]);
});

test("what was written comes back", async () => {
  const texts = fc.stringMatching(/^[a-z ,;"é]{1,9}x$/);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(texts, fc.integer({ min: -1e9, max: 1e9 })), { minLength: 1, maxLength: 20 }), async (rows) => {
      const quoted = rows.map(([text, number]) => `"${text.replaceAll('"', '""')}",${number}`);
      expect((await read("property.csv", `text,number\n${quoted.join("\n")}\n`)).rows).toEqual(rows);
    }),
    { numRuns: 25 },
  );
});

test.each<[string, string, string | Uint8Array, string, RegExp]>([
  ["an empty file", "empty.csv", "", "table-empty", /empty\.csv is empty.*download broken off/s],
  ["a file of blank lines", "blank.csv", "\n\n", "table-empty", /is empty/],
  ["a line with too many values", "ragged.csv", "a,b\n1,2\n1,2,3\n", "table-unreadable", /ragged\.csv can't be read.*too many values/s],
  ["letters that are not UTF-8", "latin.csv", Uint8Array.from([97, 10, 0xe4, 10]), "table-unreadable", /utf-8.*UTF-8/s],
  ["JSON that breaks off", "broken.json", '[{"a":1', "table-unreadable", /broken\.json can't be read/],
  ["a packed file", "a.csv.zip", "PK", "table-unreadable", /ends in \.csv.*Unpack it first/s],
])("%s is told with its name and the mend", async (_, name, content, code, words) => {
  const error = await readTable(await file(name, content)).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "Problem", code });
  expect(`${(error as Error).message}\n${(error as { hint?: string }).hint}`).toMatch(words);
});

test("a missing file is told with the tables that are near it, a missing folder as such", async () => {
  await mkdir(join(folder, "near"));
  await file("near/annotations.csv", "a\n1\n");
  await expect(readTable(join(folder, "near", "annotation.csv"))).rejects.toMatchObject({
    code: "table-missing",
    hint: `In ${join(folder, "near")} are annotations.csv.`,
  });
  await expect(readTable(join(folder, "nowhere", "a.csv"))).rejects.toMatchObject({ hint: expect.stringContaining("There is no folder") });
  await expect(readTable(join(folder, "near"))).rejects.toMatchObject({
    message: expect.stringContaining("is a folder"),
    hint: expect.stringContaining("annotations.csv"),
  });
  await expect(readTable([])).rejects.toThrow("Expected the path of at least one file but got none");
});

test("a missing column is told with the nearest ones", async () => {
  const path = await file("old.csv", "Species,CaptureEventID\nzebra,1\n");
  await expect(readTable(path, { columns: ["species", "CaptureEventID"] })).rejects.toMatchObject({
    code: "column-missing",
    message: "Expected old.csv to have the column species but it has 2 columns of other names.",
    hint: expect.stringContaining("nearest to species first: Species, CaptureEventID"),
  });
});
