import { expect } from "vitest";
import { fashionMnist } from "../../../lib/data/collections/fashion-mnist/fashion-mnist.ts";
import { fashionMnistTestLabels } from "../../../lib/data/collections/fashion-mnist/labels.ts";
import { testWith } from "../../support/parts.ts";

testWith("datasets")("has 60,000 pictures to train on and 10,000 to test, as many of each class", async () => {
  const { train, test } = await fashionMnist();
  expect([train.length, train.height, train.width, train.channels]).toEqual([60_000, 28, 28, 1]);
  expect(train.counts()).toEqual(new Array(10).fill(6000));
  expect(test.counts()).toEqual(new Array(10).fill(1000));
  // The first training picture is an ankle boot, as its authors' page shows.
  const { image, label = -1 } = train.get(0);
  expect(train.classes[label]).toBe("Ankle boot");
  expect(image.shape).toEqual([28, 28, 1]);
  expect(Math.max(...image.pixels)).toBe(255);
});

testWith("datasets")("gives the test labels alone, the same as in the test part", async () => {
  const labels = await fashionMnistTestLabels();
  expect(Array.from((await fashionMnist()).test.labels ?? [])).toEqual(Array.from(labels));
});
