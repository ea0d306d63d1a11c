import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { openSafetensors, weightArrays, writeSafetensors } from "../../../lib/nn/weights/index.ts";
import { adam, type Callback, type Learner, sgd } from "../../../lib/train/index.ts";
import { side } from "../pictures.ts";
import { quietFits } from "../quiet-fits.ts";
import { seededNetwork, smallLearner, weightsOf } from "../small-learner.ts";

const folder = mkdtempSync(join(tmpdir(), "descent-save-"));
let files = 0;
const newPath = (): string => join(folder, "models", `${files++}.safetensors`);

beforeAll(async () => void (await device.use()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const printed = quietFits();

async function trained(changes: Parameters<typeof smallLearner>[0] = {}): Promise<Learner> {
  const learner = smallLearner(changes);
  await learner.fit(1, { learningRate: 0.01 });
  return learner;
}

test("a learner that is loaded goes on exactly as the one that was saved, which goes on undisturbed", async () => {
  const path = newPath();
  const [learner, unsaved] = [await trained(), await trained()];
  await learner.save(path);
  const copy = smallLearner();
  await copy.load(path);
  expect(weightsOf(copy.model)).toEqual(weightsOf(learner.model));
  const results = [];
  for (const one of [learner, unsaved, copy]) {
    await one.fit(2, { learningRate: 0.01 });
    results.push(weightsOf(one.model));
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  expect(printed()).not.toContain("starts anew");
});

test("so does one that was partly frozen when it was saved, and one that was unfrozen later", async () => {
  const path = newPath();
  const learner = smallLearner();
  learner.freeze();
  await learner.fit(1, { learningRate: 0.01 });
  learner.unfreeze();
  await learner.fit(1, { learningRate: 0.01 });
  await learner.save(path);
  const copy = await trained(); // whose counters are others
  await copy.load(path);
  for (const one of [learner, copy]) await one.fit(1, { learningRate: 0.01 });
  expect(weightsOf(copy.model)).toEqual(weightsOf(learner.model));
});

test("save and load leave no tensor behind", async () => {
  const path = newPath();
  const learner = await trained();
  const before = tf.memory().numTensors;
  await learner.save(path);
  await learner.load(path);
  await learner.load(join(folder, "nowhere")).catch(() => undefined);
  expect(tf.memory().numTensors).toBe(before);
});

test("the file is written whole: no other is left beside it, and where it can't be written the old one stays", async () => {
  const path = newPath();
  const learner = await trained();
  await learner.save(path);
  await learner.save(path);
  expect(readdirSync(join(folder, "models")).filter((name) => name.endsWith(".part"))).toEqual([]);
  writeFileSync(join(folder, "a file"), "");
  await expect(learner.save(join(folder, "a file", "model.safetensors"))).rejects.toThrow(
    /^The learner could not be written to .*a file.model\.safetensors: /,
  );
  await expect(learner.save("")).rejects.toThrow('Expected path to be the path of a file, such as "models/cnn.safetensors", but got ""');
});

test("weights have the names of the model's layers, so that other programs can read them", async () => {
  const path = newPath();
  const learner = await trained();
  await learner.save(path);
  const { weights, metadata } = await openSafetensors(path);
  for (const [name, array] of await weightArrays(learner.model)) expect(weights.get(name)).toEqual(array);
  expect(metadata).toMatchObject({ format: "descent-learner", version: "1" });
  expect([...weights.keys()]).toContain("optimizer/mean/dense_1.kernel");
});

test("another architecture is refused with the differences, and nothing changes", async () => {
  const path = newPath();
  await (await trained()).save(path);
  const dense = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 1] }), tf.layers.dense({ units: 3 })] });
  const other = smallLearner({ model: dense });
  const before = weightsOf(dense);
  await expect(other.load(path)).rejects.toThrow(
    /another architecture:\n {2}layer 0: Conv2D relu \[N, 4, 4, 4\] with .* in the file, Flatten \[N, 36\] in the model/,
  );
  expect(weightsOf(dense)).toEqual(before);
  const tame = seededNetwork();
  const layers = tame.layers.slice(1);
  const linear = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [side, side, 1], filters: 4, kernelSize: 3 }), ...layers] });
  await expect(smallLearner({ model: linear }).load(path)).rejects.toThrow("Conv2D relu [N, 4, 4, 4]");
});

test("another optimizer starts anew, and that is said; so it is with plain weights", async () => {
  const path = newPath();
  await (await trained()).save(path);
  const other = await trained({ optimizer: sgd({ momentum: 0.9 }) });
  await other.load(path);
  expect(printed()).toContain(
    `${path}: the weights are loaded, but the optimizer SGD with momentum starts anew, for the file has that of Adam.\n`,
  );
  const fresh = smallLearner({ optimizer: sgd({ momentum: 0.9 }) });
  fresh.model.setWeights(other.model.getWeights());
  const plain = newPath();
  await writeSafetensors(plain, await weightArrays(other.model));
  const third = await trained({ optimizer: adam });
  await third.load(plain);
  expect(printed()).toContain("Adam starts anew, for the file has none.\n");
  expect(weightsOf(third.model)).toEqual(weightsOf(other.model));
});

test("a file that is missing, not one of ours, or of a later version is told in words", async () => {
  const learner = smallLearner();
  const before = weightsOf(learner.model);
  await expect(learner.load(join(folder, "nowhere.safetensors"))).rejects.toThrow(/there is none\.\n {2}learner\.save\(path\)/);
  const path = newPath();
  await learner.save(path);
  const text = join(folder, "text.safetensors");
  writeFileSync(text, "these are not weights");
  await expect(learner.load(text)).rejects.toThrow(`Expected ${text} to be a safetensors file but`);
  const later = join(folder, "later.safetensors");
  const bytes = readFileSync(path);
  const place = bytes.indexOf('"version":"1"');
  bytes.write("2", place + '"version":"'.length);
  writeFileSync(later, bytes);
  await expect(learner.load(later)).rejects.toThrow("Expected a learner's file of version 1 but");
  await expect(learner.resume(path)).rejects.toThrow(/Expected the checkpoint of a fit but .* holds a learner alone/);
  expect(weightsOf(learner.model)).toEqual(before);
});

test("wherever a file is cut off or changed, it is refused, nothing changes, and the learner can be used", async () => {
  const path = newPath();
  const learner = await trained();
  await learner.save(path);
  await learner.fit(1, { learningRate: 0.01 });
  const whole = readFileSync(path);
  const before = weightsOf(learner.model);
  const damaged = newPath();
  const damages = fc.record({ place: fc.nat(whole.length - 1), cut: fc.boolean(), bit: fc.integer({ min: 0, max: 7 }) });
  await fc.assert(
    fc.asyncProperty(damages, async ({ place, cut, bit }) => {
      const bytes = cut ? whole.subarray(0, place) : Buffer.from(whole);
      if (!cut) bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
      writeFileSync(damaged, bytes);
      await expect(learner.load(damaged)).rejects.toThrow(RangeError);
      expect(weightsOf(learner.model)).toEqual(before);
    }),
    { numRuns: 60 },
  );
  expect((await learner.fit(1)).epochs).toHaveLength(1);
});

test("callbacks save and load the learner while it trains", async () => {
  const path = newPath();
  const keeper: Callback = {
    name: "keeper",
    async afterEpoch(run) {
      if (run.epoch === 1) await run.save(path);
      if (run.epoch === 2) await run.load(path);
    },
  };
  const learner = smallLearner({ callbacks: [keeper] });
  const before = tf.memory().numTensors;
  await learner.fit(2, { learningRate: 0.01 });
  expect(existsSync(path)).toBe(true);
  const first = await trained();
  expect(weightsOf(learner.model)).toEqual(weightsOf(first.model));
  first.dispose();
  first.model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("nothing is saved or loaded while a fit goes on elsewhere", async () => {
  const learner = smallLearner();
  const running = learner.fit(1);
  await expect(learner.save(newPath())).rejects.toThrow("This learner is training already");
  await expect(learner.load(newPath())).rejects.toThrow("This learner is training already");
  expect(() => learner.freeze()).toThrow("This learner is training already");
  await running;
});
