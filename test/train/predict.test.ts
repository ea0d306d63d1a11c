import { beforeAll, describe, expect, test } from "vitest";
import { loader, transforms as T } from "../../lib/data/index.ts";
import { device } from "../../lib/device/index.ts";
import { predictionBatchSize } from "../../lib/train/predict.ts";
import { stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { smallLearner } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

describe("predictions of small pictures", () => {
  test.for([
    { batchSize: 4, size: 6, expected: 512 },
    { batchSize: 4, size: 64, expected: 64 },
    { batchSize: 80, size: 64, expected: 80 },
    { batchSize: 4, size: 600, expected: 4 },
  ])("are made of $expected at once where batches have $batchSize of $size × $size", ({ batchSize, size, expected }) => {
    expect(predictionBatchSize(loader(stripes(3), { batchSize, transforms: [T.resize(size)] }))).toBe(expected);
  });

  test("are the same whatever the size of batches", async () => {
    const learner = smallLearner({ valid: loader(stripes(12), { batchSize: 5 }) });
    const pictures = stripes(33);
    const [alone, together] = [await learner.predict(loader(pictures, { batchSize: 2 })), await learner.predict(pictures)];
    expect(together.ids).toEqual(alone.ids);
    for (const [place, probability] of (together.probabilities ?? []).entries())
      expect(probability).toBeCloseTo(alone.probabilities?.[place] as number, 5);
    learner.dispose();
  });
});
