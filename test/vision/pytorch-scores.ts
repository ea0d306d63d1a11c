import { tf } from "../../lib/device/index.ts";
import expected from "../fixtures/vision/expected.json" with { type: "json" };
import { hashed } from "../fixtures/vision/hashed.ts";

export type Network = keyof typeof expected.scores;

/**
 * How far a network's scores are from those that PyTorch gives for the same weights and pictures, as a part of the largest of them.
 * The weights follow from the formula in test/fixtures/vision/make.py.
 */
export async function differenceFromPyTorch(
  name: Network,
  make: (options: { classes: number; width: number }) => tf.LayersModel,
): Promise<number> {
  const wanted: { side: number; channels: number; width?: number; logits: number[] } = expected.scores[name];
  const { side, channels, width = 1, logits } = wanted;
  const model = make({ classes: 10, width });
  fillAsPyTorch(model);
  const scores = tf.tidy(() => {
    const pictures = tf.tensor(hashed("pictures", 2 * side * side * channels), [2, side, side, channels]);
    return model.apply(pictures) as tf.Tensor;
  });
  const values = await scores.data();
  scores.dispose();
  model.dispose();
  const largest = Math.max(...logits.map(Math.abs));
  return Math.max(...logits.map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)))) / largest;
}

/** Gives each weight of a model the values that make.py gives to the one of the same name. */
function fillAsPyTorch(model: tf.LayersModel): void {
  for (const layer of model.layers) {
    for (const weight of layer.weights) {
      const kind = weight.originalName.split("/").at(-1) ?? "";
      tf.tidy(() => void weight.write(valuesOf(layer, { kind, shape: weight.shape as number[], model })));
    }
  }
}

interface Weight {
  readonly kind: string;
  readonly shape: number[];
  readonly model: tf.LayersModel;
}

const normalization: Readonly<Record<string, readonly [string, (values: tf.Tensor) => tf.Tensor]>> = {
  gamma: ["weight", (values) => tf.add(0.9, tf.mul(0.1, values))],
  beta: ["bias", (values) => tf.mul(0.1, values)],
  moving_mean: ["running_mean", (values) => tf.mul(0.1, values)],
  moving_variance: ["running_var", (values) => tf.add(1, tf.mul(0.5, values))],
};

function valuesOf(layer: tf.layers.Layer, { kind, shape, model }: Weight): tf.Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const named = (name: string): tf.Tensor => tf.tensor(hashed(`${layer.name}.${name}`, size));
  const [name, change] = normalization[kind] ?? [];
  if (name && change) return change(named(name));
  if (kind === "bias") return tf.mul(0.1, named("bias"));
  const values = named("weight");
  const scaled = (inputs: number): tf.Tensor => tf.mul(values, Math.sqrt(6 / inputs));
  if (shape.length === 4) {
    const [height, width, inputs, outputs] = shape as [number, number, number, number];
    const depthwise = kind === "depthwise_kernel";
    const order = depthwise ? [inputs, 1, height, width] : [outputs, inputs, height, width];
    return scaled(height * width * (depthwise ? 1 : inputs))
      .reshape(order)
      .transpose(depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
  }
  const [inputs, outputs] = shape as [number, number];
  const flat = flattened(layer, model);
  if (!flat) return scaled(inputs).reshape([outputs, inputs]).transpose();
  const [height, width, channels] = flat;
  return scaled(inputs).reshape([outputs, channels, height, width]).transpose([2, 3, 1, 0]).reshape([inputs, outputs]); // from [outputs, C · H · W]
}

/** The shape that was flattened for the first dense layer behind a flatten; undefined for other layers. */
function flattened(layer: tf.layers.Layer, { layers }: tf.LayersModel): [number, number, number] | undefined {
  const place = layers.findIndex((other) => other.getClassName() === "Flatten");
  const flatten = layers[place];
  const first = layers.slice(place + 1).find((other) => other.getClassName() === "Dense");
  return flatten && layer === first ? ((flatten.input as tf.SymbolicTensor).shape.slice(1) as [number, number, number]) : undefined;
}
