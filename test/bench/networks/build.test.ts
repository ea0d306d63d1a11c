import { afterAll, beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { build, trainableParameters } from "./build.ts";
import { type NetworkName, networks } from "./networks.ts";

beforeAll(() => device.use("wasm"));
afterAll(() => tf.disposeVariables());

test.each(Object.keys(networks) as NetworkName[])("%s has the parameters that all contenders are held to, and ten scores", (name) => {
  const model = build(name);
  const { side, channels, parameters } = networks[name];
  expect(model.inputs[0]?.shape).toEqual([null, side, side, channels]);
  expect(model.outputs[0]?.shape).toEqual([null, 10]);
  expect(trainableParameters(model)).toBe(parameters);
  model.dispose();
});
