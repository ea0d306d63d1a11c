import { tf } from "../device/index.ts";
import { adaptiveAveragePooling, apply, convolution, dropout, seededWeights, setLayerGroupsBy } from "../nn/index.ts";

/** A step of the part that looks at the pictures; each layer counts for itself in torchvision's numbering. */
export type Feature =
  | { readonly filters: number; readonly kernel: number; readonly stride?: number; readonly padding: number }
  | { readonly pool: number };

/** A network of plain convolutions and poolings that ends in dense layers, as they were built before batch normalisation. */
export interface Sequence {
  readonly name: string;
  readonly features: readonly Feature[];
  /** Side to which the features are pooled, whatever the size of the pictures. */
  readonly side: number;
  /** Units of the two dense layers before the scores. */
  readonly hidden: number;
  /** Whether dropout comes before the dense layers rather than after them. */
  readonly dropoutFirst: boolean;
}

export interface SequenceOptions {
  readonly classes: number;
  readonly inputShape: readonly [number | null, number | null, number];
  readonly seed: number | undefined;
}

/**
 * Builds the network from pictures `[N, H, W, C]` to scores `[N, classes]`. Layers are named as in torchvision by their place in `features`
 * and `classifier`, ReLU and dropout counted.
 */
export function sequence(
  { name, features, side, hidden, dropoutFirst }: Sequence,
  { classes, inputShape, seed }: SequenceOptions,
): tf.LayersModel {
  const input = tf.input({ name: "pictures", shape: [...inputShape] });
  let x: tf.SymbolicTensor = input;
  let place = 0;
  for (const feature of features) {
    if ("pool" in feature) x = apply(tf.layers.maxPooling2d({ name: `features.${place++}`, poolSize: feature.pool, strides: 2 }), x);
    else {
      x = convolution(x, { ...feature, name: `features.${place++}`, bias: true, seed });
      x = apply(tf.layers.reLU({ name: `features.${place++}` }), x);
    }
  } // [N, H', W', F]
  x = apply(adaptiveAveragePooling({ name: "avgpool", size: [side, side] }), x); // [N, side, side, F]
  x = apply(tf.layers.flatten({ name: "flatten" }), x); // [N, side² · F]
  const layers = dropoutFirst ? (["dropout", "dense", "relu"] as const) : (["dense", "relu", "dropout"] as const);
  for (const [place, layer] of [...layers, ...layers].entries())
    x = apply(classifierLayer[layer](`classifier.${place}`, { hidden, seed }), x);
  x = apply(dense("classifier.6", { units: classes, kind: "scores", seed }), x); // [N, hidden] → [N, classes]
  const model = tf.model({ name, inputs: input, outputs: x });
  const head = model.layers.at(-1)?.name;
  setLayerGroupsBy(model, (layer) => (layer === head ? "head" : /^(flatten|classifier)/.test(layer) ? "dense layers" : "convolutions"));
  return model;
}

interface ClassifierOptions {
  readonly hidden: number;
  readonly seed: number | undefined;
}

const classifierLayer = {
  dropout: (name: string, { seed }: ClassifierOptions) => dropout(0.5, { name, seed }),
  dense: (name: string, { hidden, seed }: ClassifierOptions) => dense(name, { units: hidden, kind: "hidden", seed }),
  relu: (name: string) => tf.layers.reLU({ name }),
};

interface DenseOptions {
  readonly units: number;
  readonly kind: "hidden" | "scores";
  readonly seed: number | undefined;
}

function dense(name: string, { units, kind, seed }: DenseOptions): tf.layers.Layer {
  return tf.layers.dense({ name, units, kernelInitializer: seededWeights[kind]({ seed, name }) });
}
