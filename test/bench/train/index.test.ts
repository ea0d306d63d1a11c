import { expect, test } from "vitest";
import { graphWords, verified } from "./index.ts";

const measured = (parameters: number, first: number, last: number) => ({
  rates: [1],
  before: { parameters, loss: first },
  after: { loss: last },
});

test("a contender counts only with the common network and a loss that fell", () => {
  const good = measured(225_034, 2.3, 0.1);
  expect(verified(good, "cnn")).toBe(good);
  expect(verified(good, "resnet18")).toEqual({ why: "built a network of 225,034 parameters, wanted 11,181,642" });
  expect(verified(measured(1000, 2.3, 0.1), "cnn")).toEqual({ why: "built a network of 1,000 parameters, wanted 225,034" });
  expect(verified(measured(225_034, 2.3, 2.3), "cnn")).toEqual({ why: "did not learn: its loss went from 2.3 to 2.3" });
  expect(verified(measured(225_034, 2.3, Number.NaN), "cnn")).toEqual({ why: "did not learn: its loss went from 2.3 to NaN" });
  expect(verified({ why: "not installed" }, "cnn")).toEqual({ why: "not installed" });
});

test("what graphs cost is told, and where there are none", () => {
  const before = { retraceSeconds: 0.25 };
  const after = { loss: 1, traces: 1, operations: 310, bytes: 45_000 };
  expect(graphWords({ rates: [1], before, after })).toBe("a graph of 310 operations (45.0 kB), retraced in 250 ms");
  expect(graphWords({ rates: [1], before, after: { ...after, traces: 0 } })).toBe("no graph, it runs operation by operation");
});
