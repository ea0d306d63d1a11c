import { beforeAll, expect } from "vitest";
import { type Runner, runnerFor, sessionRunner } from "../../lib/compile/runner.ts";
import { record, type Trace } from "../../lib/compile/trace.ts";
import { unrolled } from "../../lib/compile/unrolled.ts";
import { backendOfTensorFlow, device, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use().catch(() => undefined)));

/** A step that adds to a variable and returns twice its value, recorded. */
function recorded(): { readonly trace: Trace; readonly total: tf.Variable } {
  const total = tf.variable(tf.tensor1d([1, 2]));
  const x = tf.tensor1d([0, 0]);
  const { result, trace } = record(backendOfTensorFlow(), {
    args: [x],
    step: () => {
      total.assign(tf.add(total, x));
      return tf.mul(total, 2);
    },
    tensorsOf: (made) => [made],
  });
  tf.dispose([result, x]);
  if ("reason" in trace) throw new Error(trace.reason);
  return { trace, total };
}

function outputs(runner: Runner, inputs: readonly tf.Tensor[]): unknown[] {
  const backend = backendOfTensorFlow();
  const tensors = runner.run(backend.getInputTensorIds(inputs)).map((metadata) => backend.createOutputTensor(metadata));
  const values = tensors.map((tensor) => tensor.arraySync());
  tf.dispose(tensors);
  return values;
}

native("a step runs the same as a function of the eager context and, as with tfjs-node's own add-on, as a SavedModel", () => {
  const { trace, total } = recorded();
  const backend = backendOfTensorFlow();
  for (const runner of [runnerFor(backend, trace), sessionRunner(backend.binding, trace)]) {
    expect(outputs(runner, [tf.tensor1d([10, 20]), total])).toEqual([
      [22, 44],
      [11, 22],
    ]);
    expect(runner.bytes).toBeGreaterThan(100);
    runner.dispose();
  }
});

native("three steps as one graph give three rows, and the variable after the last", () => {
  const { trace, total } = recorded();
  const backend = backendOfTensorFlow();
  const rows = tf.tensor2d([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  for (const runner of [
    runnerFor(backend, unrolled(trace, 3, backend.binding)),
    sessionRunner(backend.binding, unrolled(trace, 3, backend.binding)),
  ]) {
    expect(outputs(runner, [rows, total])).toEqual([
      [
        [4, 6],
        [8, 10],
        [14, 16],
      ],
      [7, 8],
    ]);
    runner.dispose();
  }
});
