import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { variableSnapshot } from "../../lib/device/variable-snapshot.ts";

beforeAll(async () => void (await device.use()));

test("changed variables get their values back, as often as wanted; one that is gone is left out; no tensor stays", async () => {
  const [changed, same, gone] = [1, 2, 3].map((value) => tf.variable(tf.scalar(value))) as [tf.Variable, tf.Variable, tf.Variable];
  const before = tf.memory().numTensors;
  const snapshot = variableSnapshot([changed, same, gone]);
  gone.dispose();
  for (const value of [10, 20]) {
    tf.tidy(() => changed.assign(tf.scalar(value)));
    snapshot.restore();
    expect([changed, same].map((variable) => variable.dataSync()[0])).toEqual([1, 2]);
  }
  expect(gone.isDisposed).toBe(true);
  snapshot.dispose();
  expect(tf.memory().numTensors).toBe(before - 1);
  tf.dispose([changed, same]);
});
