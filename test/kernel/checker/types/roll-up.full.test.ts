import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../../../lib/base/paths.ts";
import { preload } from "../../../../lib/kernel/checker/preloaded.ts";
import { Translator } from "../../../../lib/kernel/checker/translator.ts";
import { makeTypes } from "../../../../lib/kernel/checker/types/make.ts";
import { typesInPlace } from "../../../../lib/kernel/checker/types/store.ts";

const notebooks = join(projectRoot, "notebooks");
const home = mkdtempSync(join(tmpdir(), "descent-types-"));
const before = process.env["DESCENT_HOME"];
let rolledUp: Translator;
let fromSources: Translator;

beforeAll(async () => {
  process.env["DESCENT_HOME"] = home;
  expect(typesInPlace()).toBe(false);
  fromSources = new Translator(notebooks, preload()); // there are none yet
  await makeTypes();
  rolledUp = new Translator(notebooks, preload());
});

afterAll(() => {
  if (before === undefined) delete process.env["DESCENT_HOME"];
  else process.env["DESCENT_HOME"] = before;
  rmSync(home, { recursive: true });
});

const imports = `
import { device, tf } from "descent/device";
import { datasets, loader, stratifiedSplit, transforms as T } from "descent/data";
import { accuracy, Learner, oneCycle } from "descent/train";
import { resnet18 } from "descent/vision";
import { exercise, leaderboard, todo } from "descent/course";
import { show } from "descent/plot";
import { compile } from "descent/compile";
import * as whole from "@tensorflow/tfjs";`;
const work = `
const monkeys = await datasets.monkeySpecies();
const [train, valid] = stratifiedSplit(monkeys.train, { fractions: [0.8, 0.2], seed: 7 });
const batches = loader(train, { batchSize: 64, shuffle: true, transforms: [T.randomResizedCrop(128), T.randomHorizontalFlip()] });
const learner = new Learner({ model: resnet18({ classes: 10 }), train: batches, valid: loader(valid, { batchSize: 64 }), metrics: [accuracy] });
const { suggestion } = await learner.findLearningRate();
const sum = tf.ones([2, 3]).add(1).sum();`;

function declarationsIn(translator: Translator): string {
  const first = translator.convert({ declarations: "", code: imports });
  const second = first.kind === "converted" && translator.convert({ declarations: first.declared.declarations, code: work });
  if (second === false || second.kind !== "converted") throw new Error(JSON.stringify([first, second]));
  return second.declared.declarations;
}

test("rolled-up types are found once they were made, and tell the same of names, values and mistakes as the sources", () => {
  expect(typesInPlace()).toBe(true);
  const known = [rolledUp, fromSources].map((translator) => ({ translator, declarations: declarationsIn(translator) }));
  const told = (code: string, position = code.length - 1): unknown[] =>
    known.map(({ translator, declarations }) => translator.inspect({ declarations, code, position, detail: 0 })?.["text/plain"]);
  for (const code of ["loader", "stratifiedSplit", "Learner", "accuracy", "oneCycle", "resnet18", "exercise", "todo", "show", "compile"]) {
    const [fromRolledUp, fromSource] = told(code);
    expect(fromSource, code).toMatch(/function|class|const/);
    expect(fromRolledUp, code).toBe(fromSource);
  }
  for (const code of [
    "train",
    "valid",
    "batches",
    "learner",
    "suggestion",
    "sum",
    "tf.matMul",
    "tf.layers.dense",
    "whole.grad",
    "sum.dataSync",
    "learner.fitOneCycle",
  ]) {
    const [fromRolledUp, fromSource] = told(code);
    expect(fromSource, code).toMatch(/\S/);
    expect(fromRolledUp, code).toBe(fromSource);
  }
});

test.each([
  "const wrong: number = learner;",
  "const wrong: string = sum;",
  "loader(3);",
  "exercise(99);",
  "resnet18({ classes: 'ten' });",
  "new Learner({});",
  "learner.fitOneCycel(1);",
  'tf.matMul(sum, sum, "no");',
  'import { louder } from "descent/data";',
  'import { data } from "descent/no-such-room";',
])("%s is the same mistake with both", (code) => {
  const [first, second] = [rolledUp, fromSources].map((translator) => {
    const cell = translator.convert({ declarations: declarationsIn(translator), code });
    return cell.kind === "rejected" && cell.diagnostics.map(({ start, end, code: number }) => [start, end, number]);
  });
  expect(second).not.toBe(false);
  expect(first).toEqual(second);
});

test("tensors of both ways to TensorFlow.js are the same", () => {
  const code = "const one: whole.Tensor = tf.ones([1]); const two: typeof tf.Tensor.prototype = whole.ones([1]).relu();";
  expect(rolledUp.convert({ declarations: declarationsIn(rolledUp), code }).kind).toBe("converted");
});
