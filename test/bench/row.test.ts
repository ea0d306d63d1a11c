import { expect, test } from "vitest";
import type { Outcome } from "./rounds.ts";
import { row } from "./row.ts";

const measured = (...rates: number[]): Outcome => ({ rates, before: { loss: 2.3 }, after: { loss: 0.1 } });
const options = { case: "tensorflow batch=64", unit: "img/s", better: "higher" } as const;

test("a row holds medians, spreads, and the ratio to the better of the peers that count", () => {
  expect(
    row({
      ...options,
      ours: measured(5900, 6000, 7000),
      counted: { keras: measured(4000, 4100, 3900), pytorch: measured(3000, 2900, 3100) },
      shown: { "keras steps_per_execution=32": measured(8000) },
    }),
  ).toEqual({
    case: "tensorflow batch=64",
    ours: 6000,
    peers: { keras: 4000, pytorch: 3000, "keras steps_per_execution=32": 8000 },
    unit: "img/s",
    ratio: 1.5,
    ratioTo: "keras",
    spread: { ours: [5900, 7000], keras: [3900, 4100], pytorch: [2900, 3100], "keras steps_per_execution=32": [8000, 8000] },
    missing: {},
    facts: Object.fromEntries(
      ["ours", "keras", "pytorch", "keras steps_per_execution=32"].map((name) => [name, { before: { loss: 2.3 }, after: { loss: 0.1 } }]),
    ),
  });
});

test("without one of the peers that count there is no ratio, and the row says why", () => {
  const result = row({ ...options, ours: measured(6000), counted: { keras: measured(4000), pytorch: { why: "not installed" } } });
  expect(result).toMatchObject({ ours: 6000, peers: { keras: 4000, pytorch: null }, ratio: null, ratioTo: null });
  expect(result.missing).toEqual({ pytorch: "not installed" });
});

test("a missing peer that is only shown does not take the ratio away", () => {
  const tuned = { tuned: { why: "out of memory" } };
  expect(row({ ...options, ours: measured(6000), counted: { keras: measured(4000) }, shown: tuned })).toMatchObject({
    ratio: 1.5,
    peers: { tuned: null },
    missing: { tuned: "out of memory" },
  });
});

test("where ours could not run there is no ratio, and the peers keep their figures", () => {
  expect(row({ ...options, ours: { why: "no NVIDIA driver" }, counted: { keras: measured(4000) } })).toMatchObject({
    ours: null,
    ratio: null,
    peers: { keras: 4000 },
    missing: { ours: "no NVIDIA driver" },
  });
});

test("of times the ratio is turned round, so that above 1 still means that ours is better", () => {
  const times = row({ ...options, unit: "s", better: "lower", ours: measured(2), counted: { keras: measured(3), pytorch: measured(4) } });
  expect(times).toMatchObject({ ratio: 1.5, ratioTo: "keras" });
});
