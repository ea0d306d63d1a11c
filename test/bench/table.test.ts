import { expect, test } from "vitest";
import type { Outcome } from "./rounds.ts";
import { row } from "./row.ts";
import { table } from "./table.ts";

const measured = (...rates: number[]): Outcome => ({ rates, before: {}, after: {} });
const machine = {
  cpu: "Toy CPU",
  cores: 2,
  memory: "8.0 GB",
  system: "linux x64",
  node: "v24.0.0",
  threads: "2 each",
  versions: { keras: { keras: "3.15.1", tensorflow: "2.21.0" } },
};

test("a result is an aligned table that names the machine, the versions and each missing contender once", () => {
  const counted = { keras: measured(4000.4), pytorch: { why: "not installed: run npm run bench:peers" } };
  const rows = [32, 64].map((batch) =>
    row({ case: `wasm batch=${batch}`, unit: "img/s", better: "higher", ours: measured(280, 290, 300), counted }),
  );
  const lines = table({ name: "train", rows, machine }).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "train          ours  min … max  keras  pytorch  ratio",
    "wasm batch=32   290  280 … 300  4,000        –      –",
    "wasm batch=64   290  280 … 300  4,000        –      –",
  ]);
  expect(lines).toContain("keras: keras 3.15.1, tensorflow 2.21.0");
  expect(lines.at(-1)).toBe("No figure for pytorch: not installed: run npm run bench:peers (wasm batch=32, wasm batch=64)");
});

test("the ratio says which peer it is taken to", () => {
  const rows = [row({ case: "a", unit: "img/s", better: "higher", ours: measured(300), counted: { keras: measured(200) } })];
  expect(table({ name: "train", rows, machine })).toContain("1.50 × keras");
});

test("a case that nobody could run has no line, but its reason", () => {
  const counted = { keras: { why: "not measured" } };
  const rows = [row({ case: "cuda batch=32", unit: "img/s", better: "higher", ours: { why: "no NVIDIA driver found" }, counted })];
  const lines = table({ name: "train", rows, machine }).split("\n");
  expect(lines.filter((line) => line.startsWith("cuda"))).toEqual([]);
  expect(lines.at(-1)).toBe("No figure for ours: no NVIDIA driver found (cuda batch=32)");
});
