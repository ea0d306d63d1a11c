import fc from "fast-check";
import { expect, test } from "vitest";
import { fromJson, toJson } from "../../../lib/train/checkpoint/plain-json.ts";

test("plain data come back as they were, numbers that JSON lacks included", () => {
  const leaf = fc.oneof(
    fc.double().filter((number) => !Object.is(number, -0)),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("tree")),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => !/^(\$|__)/.test(key)),
        tie("tree"),
        { noNullPrototype: true },
      ),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      expect(fromJson(toJson(value))).toEqual(value);
    }),
  );
  expect(fromJson(toJson({ best: Number.NEGATIVE_INFINITY, last: [Number.NaN] }))).toEqual({
    best: Number.NEGATIVE_INFINITY,
    last: [Number.NaN],
  });
});
