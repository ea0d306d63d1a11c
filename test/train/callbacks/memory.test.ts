import fc from "fast-check";
import { expect, test } from "vitest";
import { memory } from "../../../lib/train/callbacks/memory.ts";

test("begins anew with each fit, but not where a fit goes on", () => {
  const first = memory({ best: Number.NaN, waited: 0 });
  Object.assign(first.now, { best: 3, waited: 2 });
  const state = JSON.parse(JSON.stringify(first.carried.state()));
  const second = memory({ best: Number.NaN, waited: 0 });
  second.carried.restore(state);
  second.begin();
  expect(second.now).toEqual({ best: 3, waited: 2 });
  second.begin();
  expect(second.now).toEqual({ best: Number.NaN, waited: 0 });
});

test("every number comes through JSON, whether finite or not", () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const before = memory({ value });
      const after = memory({ value: 0 });
      after.carried.restore(JSON.parse(JSON.stringify(before.carried.state())));
      expect(after.now.value).toEqual(Object.is(value, -0) ? 0 : value);
    }),
  );
});
