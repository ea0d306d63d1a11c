import { expect, test } from "vitest";
import { tf } from "../../../lib/device/index.ts";
import { profile } from "../../../lib/speed/index.ts";
import { codeOf, placeInWords, shortPlace } from "../../../lib/speed/profile/source-line.ts";

test("places below the working directory are told without it", () => {
  expect(placeInWords(`${process.cwd()}/solutions/03.ts:7`)).toBe("solutions/03.ts:7");
  expect(placeInWords("/elsewhere/step.ts:7")).toBe("/elsewhere/step.ts:7");
  expect(shortPlace("/elsewhere/step.ts:7")).toBe("step.ts:7");
});

test("a notebook's cells are told by their number, with the code", async () => {
  const step = new Function(
    "tf",
    "return () => {\n  exports.loss = tf.ones([2]).square();\n  return exports.loss;\n}\n//# sourceURL=In[7]",
  );
  Object.assign(globalThis, { exports: {} });
  const report = await profile(step(tf));
  Reflect.deleteProperty(globalThis, "exports");
  expect(report.lineTable().rows[0]?.slice(0, 2)).toEqual(["cell [7]", "loss = tf.ones([2]).square();"]);
  expect(String(report.flameChart().data.map((trace) => trace["text"]))).toContain("cell [7]");
});

test("what can't be read has no code", () => {
  expect(codeOf(["/nowhere/at-all.ts:3", "In[999]:1", "strange"])).toEqual(new Map());
});
