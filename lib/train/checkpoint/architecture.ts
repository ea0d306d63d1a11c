import { tf } from "../../device/index.ts";

/**
 * A line for each layer of a model: its kind, activation, output shape and the shapes of its weights; layers of a model within it
 * included. Two models with the same lines can take each other's weights and compute the same with them. Names don't count, for
 * TensorFlow.js numbers layers anew in every process.
 */
export function architectureOf(model: tf.LayersModel): readonly string[] {
  return model.layers.flatMap((layer) => {
    if (layer instanceof tf.LayersModel) return [`${layer.getClassName()} of`, ...architectureOf(layer).map((line) => `· ${line}`)];
    const { activation } = layer.getConfig();
    const words = [
      layer.getClassName(),
      ...(typeof activation === "string" && activation !== "linear" ? [activation] : []),
      ...layer.inboundNodes.flatMap(({ outputTensors }) => outputTensors.map(({ shape }) => inWords(shape))),
      ...(layer.weights.length > 0 ? ["with", ...layer.weights.map(({ shape }) => inWords(shape))] : []),
    ];
    return [words.join(" ")];
  });
}

/** What tells two architectures apart, a line each; none where they are the same. */
export function architectureDifferences(inFile: readonly string[], here: readonly string[]): readonly string[] {
  const length = Math.max(inFile.length, here.length);
  return Array.from({ length }, (_, place) => place)
    .filter((place) => inFile[place] !== here[place])
    .map((place) => `layer ${place}: ${inFile[place] ?? "none"} in the file, ${here[place] ?? "none"} in the model`);
}

const inWords = (shape: tf.Shape): string => `[${shape.map((size) => size ?? "N").join(", ")}]`;
