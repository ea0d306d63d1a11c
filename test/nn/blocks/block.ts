import { device, tf } from "../../../lib/device/index.ts";

/** A model of one block, on pictures of a shape. */
export function modelOf(pictures: readonly number[], block: (x: tf.SymbolicTensor) => tf.SymbolicTensor): tf.LayersModel {
  const input = tf.input({ shape: [...pictures] });
  return tf.model({ inputs: input, outputs: block(input) });
}

/** What a model makes of seeded random pictures with numbers from −1 to 1; `pictures` is what came in. */
export function output(model: tf.LayersModel, count = 2): { readonly pictures: Float32Array; readonly values: Float32Array } {
  const shape = [count, ...(model.inputs[0]?.shape ?? []).slice(1).map(Number)];
  return tf.tidy(() => {
    const pictures = tf.randomUniform(shape, -1, 1, "float32", 5);
    const values = model.predict(pictures) as tf.Tensor;
    return { pictures: pictures.dataSync<"float32">(), values: values.dataSync<"float32">() };
  });
}

/** Sets all weights whose name says so to a number. */
export function setWeights(model: tf.LayersModel, names: RegExp, number: number): void {
  for (const weight of model.weights) {
    if (names.test(weight.originalName)) tf.tidy(() => void weight.write(tf.fill(weight.shape.map(Number), number)));
  }
}

export const useEngine = async (): Promise<void> => void (await device.use());
