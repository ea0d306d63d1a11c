import { expect, test } from "vitest";
import { questionIn } from "../../../lib/kernel/front/question.ts";

test.each([
  ["loader?", { name: "loader", detail: 0 }],
  [" ?tf.tidy ", { name: "tf.tidy", detail: 0 }],
  ["tf.tidy??\n", { name: "tf.tidy", detail: 1 }],
  ["a ? b : c", undefined],
  ["const a = 1", undefined],
  ["f()?", undefined],
  ["a?.b", undefined],
  ["", undefined],
])("%j asks about %o", (source, question) => expect(questionIn(source)).toEqual(question));
