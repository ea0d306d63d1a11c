import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { pl } from "../../../lib/data/table/index.ts";
import { displaySymbol, type MimeBundle } from "../../../lib/plot/index.ts";
import { bundleOf } from "../../../lib/plot/mime.ts";

const htmlOf = (value: unknown): string => String((bundleOf(value) as MimeBundle)["text/html"]);
const textsIn = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}[ >][^>]*>?(.*?)</${tag}>`, "g"))].map(([, inner]) => (inner ?? "").replace(/<[^>]+>/g, " ").trim());

describe("a table shows itself", () => {
  test("with its size, its columns, their types, and how many values are missing", () => {
    const html = htmlOf(pl.DataFrame({ species: ["zebra", null, "lion"], count: [1, 2.5, 3] }));
    expect(html).toContain("3 rows × 2 columns");
    expect(textsIn(html, "th")).toEqual(["species String  1 missing", "count Float64"]);
    expect(textsIn(html, "td")).toEqual(["zebra", "1", "null", "2.5", "lion", "3"]);
  });

  test("numbers to the right, words to the left, in a header that stays in sight", () => {
    const html = htmlOf(pl.DataFrame({ species: ["zebra"], count: [1] }));
    expect(html).toMatch(/<td style="text-align:left">zebra<\/td><td style="text-align:right">1<\/td>/);
    expect(html).toMatch(/<th style="[^"]*position:sticky/);
  });

  test("with the first and the last rows where there are many, and text that can't become HTML", () => {
    const html = htmlOf(pl.DataFrame({ text: Array.from({ length: 5000 }, (_, row) => `<b>${row}</b>`) }));
    const cells = textsIn(html, "td");
    expect(cells).toHaveLength(101);
    expect([cells[0], cells[50], cells[100]]).toEqual(["&#60;b&#62;0&#60;/b&#62;", "⋮", "&#60;b&#62;4999&#60;/b&#62;"]);
  });

  test("with long words cut, whole in the tooltip; moments, lists and big numbers in words", () => {
    const long = "x".repeat(100);
    const html = htmlOf(
      pl.DataFrame({ long: [long], when: [new Date("2010-07-18T16:26:14Z")], list: [[1, 2]], big: [9_007_199_254_740_993n] }),
    );
    expect(html).toContain(`title="${long}">${"x".repeat(39)}…<`);
    expect(textsIn(html, "td").slice(1)).toEqual(["2010-07-18 16:26:14", "[1,2]", "9007199254740993"]);
  });

  test("in the words of polars where there is no HTML", () => {
    const table = pl.DataFrame({ a: [1] });
    expect((bundleOf(table) as MimeBundle)["text/plain"]).toContain("shape: (1, 1)");
  });

  test("whatever its columns are called", () => {
    const names = ["height", "width", "shape", "columns", "getColumn", "head", "length"];
    const html = htmlOf(pl.DataFrame(Object.fromEntries(names.map((name) => [name, [1, 2]]))));
    expect(html).toContain("2 rows × 7 columns");
    expect(textsIn(html, "th")).toEqual(names.map((name) => `${name} Float64`));
  });

  test("without rows, and with more columns than a page holds", () => {
    expect(htmlOf(pl.DataFrame({ a: [] }))).toContain("0 rows × 1 column");
    const wide = htmlOf(pl.DataFrame(Object.fromEntries(Array.from({ length: 60 }, (_, column) => [`c${column}`, [1]]))));
    expect(wide).toContain("1 row × 60 columns, the first 50 of which are shown");
    expect(textsIn(wide, "td")).toHaveLength(50);
  });
});

test("what comes out of a table shows itself as well: filters, groups, joins, columns", async () => {
  const table = pl.DataFrame({ species: ["zebra", "lion", "zebra"], count: [1, 2, 3] });
  const results = [
    table.filter(pl.col("count").gt(1)),
    table.groupBy("species").agg(pl.len()),
    table.join(table, { on: "species" }),
    await table.lazy().select("species").collect(),
    table.lazy().head(1).collectSync(),
    pl.concat([table, table]),
    table.getColumn("species"),
    Reflect.get(table, "species"), // what table.species gives
    pl.Series("numbers", [1, 2]),
  ];
  for (const result of results) expect(htmlOf(result)).toContain("<table");
});

test("a lazy table names its columns and says how to work it out; a wrong one says what is wrong", () => {
  const lazy = pl.DataFrame({ a: [1], b: [2] }).lazy();
  expect((bundleOf(lazy) as MimeBundle)["text/plain"]).toMatch(
    /^Lazy table of 2 columns, not worked out yet: a, b\nawait table\.collect\(\)/,
  );
  expect((bundleOf(lazy.select("c")) as MimeBundle)["text/plain"]).toMatch(/^Lazy table, which can't be worked out: .*\bc\b/);
});

test("columns stay what polars takes for columns, and the library is whole", () => {
  const column = pl.DataFrame({ a: [1, 2] }).getColumn("a");
  expect(pl.Series.isSeries(column)).toBe(true);
  expect(displaySymbol in column).toBe(true);
  expect(pl.DataFrame({ b: column }).getColumn("b").toArray()).toEqual([1, 2]);
  expect(Object.keys(pl)).toEqual(expect.arrayContaining(["col", "lit", "DataFrame", "scanCSV", "Series"]));
});

const child = (code: string): string =>
  execFileSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", code], { encoding: "utf8" });
const room = JSON.stringify(new URL("../../../lib/data/table/index.ts", import.meta.url).href);

test("polars is loaded when it is first used, not with the library", () => {
  const loaded = `process.report.getReport().sharedObjects.some((path) => path.includes("polars"))`;
  expect(child(`const { pl } = await import(${room}); const before = ${loaded}; pl.col; console.log(before, ${loaded});`)).toBe(
    "false true\n",
  );
});

test("where polars is missing, the library is imported all the same and pl explains itself", () => {
  const code = `
    import { Module } from "node:module";
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => { if (name.startsWith("nodejs-polars")) throw new Error("Cannot find module " + name); return resolve(name, ...rest); };
    const { pl } = await import(${room});
    try { pl.col } catch ({ code, message, hint }) { console.log(code, "|", message, "|", hint); }`;
  expect(child(code)).toMatch(/^polars-missing \| Tables need polars, .*Cannot find module nodejs-polars \| Run `npm run setup` again/);
});
