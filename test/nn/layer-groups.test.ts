import { expect, test } from "vitest";
import { tf } from "../../lib/device/index.ts";
import { layerGroups, setLayerGroups } from "../../lib/nn/index.ts";

const network = (): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.dense({ name: "first", units: 2, inputShape: [2] }),
      tf.layers.reLU({ name: "relu" }),
      tf.layers.dense({ name: "last", units: 1 }),
      tf.layers.softmax({ name: "softmax" }),
    ],
  });

const namesOf = (model: tf.LayersModel) => layerGroups(model).map(({ name, layers }) => [name, layers.map((layer) => layer.name)]);

test("without further words the last layer with weights begins the head", () => {
  expect(namesOf(network())).toEqual([
    ["body", ["first", "relu"]],
    ["head", ["last", "softmax"]],
  ]);
  const single = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [2, 2], name: "flat" }), tf.layers.dense({ units: 1, name: "only" })],
  });
  expect(namesOf(single)).toEqual([["head", ["flat", "only"]]]);
});

test("groups that are set are given back", () => {
  const model = network();
  setLayerGroups(model, [
    { name: "low", layers: model.layers.slice(0, 1) },
    { name: "high", layers: model.layers.slice(1) },
  ]);
  expect(layerGroups(model).map(({ name }) => name)).toEqual(["low", "high"]);
});

test("groups that overlap, leave a layer out, are empty or of another model are refused by name", () => {
  const model = network();
  const { layers } = model;
  expect(() =>
    setLayerGroups(model, [
      { name: "a", layers },
      { name: "b", layers: layers.slice(2) },
    ]),
  ).toThrow('"last" is in "a" and in "b"');
  expect(() => setLayerGroups(model, [{ name: "a", layers: layers.slice(1) }])).toThrow('"first" is in none of "a"');
  expect(() =>
    setLayerGroups(model, [
      { name: "a", layers },
      { name: "b", layers: [] },
    ]),
  ).toThrow('"b" has none');
  expect(() => setLayerGroups(model, [{ name: "a", layers: network().layers }])).toThrow("is not one of its 4 layers");
});
