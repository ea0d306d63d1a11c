import fc from "fast-check";
import { expect, test } from "vitest";
import { byLikeness } from "../../lib/base/nearest.ts";

test("a name itself comes first, then those with the fewest letters changed", () => {
  expect(byLikeness("03-2", ["05-11", "03-12", "03-2"])).toEqual(["03-2", "03-12", "05-11"]);
});

test("gives back all names, whatever they are, the wanted one first", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), (names, pick) => {
      const wanted = names[pick % names.length] ?? "";
      const ordered = byLikeness(wanted, names);
      expect(ordered[0]).toBe(wanted);
      expect(ordered.toSorted()).toEqual(names.toSorted());
    }),
  );
});
