import { tf } from "../device/index.ts";
import { layerGroups } from "./layer-groups.ts";
import { outputShapes, type Shape } from "./output-shapes.ts";

/** A layer of a network as a summary tells it. */
export interface LayerRow {
  /** Its name; that of a layer of a model within the model comes after that model's and a `/`. */
  readonly name: string;
  /** Its kind, such as `Conv2D`. */
  readonly kind: string;
  /** Of what it gives for N pictures, such as `[N, 24, 24, 32]`, `?` where it depends on the pictures; several where it is used several times. */
  readonly shapes: readonly string[];
  /** Its own weights; those of a model within the model are in the rows of its layers. */
  readonly weights: tf.layers.Layer["weights"];
  /** Those of them that training changes. */
  readonly trained: tf.layers.Layer["weights"];
  /** Its layer group. */
  readonly group: string;
  /** The layers whose outputs it takes. */
  readonly takes: readonly string[];
  /** Whether that is simply the layer before it, or the input. */
  readonly follows: boolean;
}

/** Where layers are. */
interface Holder {
  /** What their names begin with. */
  readonly prefix: string;
  /** Whether the models that hold them let them learn. */
  readonly trainable: boolean;
  readonly groupOf: (layer: tf.layers.Layer) => string;
  /** Shapes of the holder's inputs. */
  readonly inputs: readonly Shape[];
}

/**
 * The layers of a network in their order, those of a model within it after that one.
 *
 * @param inputs shapes of its inputs, where they are known better than to it
 */
export function layerRows(model: tf.LayersModel, inputs: readonly Shape[] = []): readonly LayerRow[] {
  const groups = layerGroups(model);
  const groupOf = (layer: tf.layers.Layer): string => groups.find(({ layers }) => layers.includes(layer))?.name ?? "";
  return rowsIn(model, { prefix: "", trainable: model.trainable, groupOf, inputs });
}

function rowsIn(model: tf.LayersModel, { prefix, trainable, groupOf, inputs }: Holder): readonly LayerRow[] {
  const { layers } = model;
  const shapeOf = outputShapes(model, inputs);
  return layers.flatMap((layer, index) => {
    const nodes = usesOf(layer, layers);
    const from = [...new Set(nodes.flatMap(({ inboundLayers }) => inboundLayers.map((one) => placeAmong(one, layers) ?? one)))];
    const learns = trainable && layer.trainable;
    const inner = layer instanceof tf.LayersModel ? layer : undefined;
    const row: LayerRow = {
      name: prefix + layer.name,
      kind: layer.getClassName(),
      shapes: [...new Set(nodes.flatMap(({ outputTensors }) => outputTensors.map((tensor) => shapeInWords(shapeOf(tensor)))))],
      weights: inner ? [] : layer.weights,
      trained: inner || !learns ? [] : layer.trainableWeights,
      group: groupOf(layer),
      takes: from.map(({ name }) => prefix + name),
      follows: index === 0 || (from.length <= 1 && from[0] === layers[index - 1]),
    };
    if (!inner) return [row];
    const taken = nodes[0]?.inputTensors.map(shapeOf) ?? [];
    return [row, ...rowsIn(inner, { prefix: `${row.name}/`, trainable: learns, groupOf: () => row.group, inputs: taken })];
  });
}

/** The nodes at which a layer is used among these; it may serve other models too. */
function usesOf(layer: tf.layers.Layer, layers: readonly tf.layers.Layer[]): tf.layers.Layer["inboundNodes"] {
  const uses = layer.inboundNodes.filter(
    ({ inboundLayers }) => inboundLayers.length > 0 && inboundLayers.every((one) => placeAmong(one, layers) || isInput(one)),
  );
  // An input, or a model that a sequential one begins with, is used where it was made.
  return uses.length > 0 ? uses : layer.inboundNodes.slice(0, 1);
}

/** The one of these layers that is this layer, or the model that holds it. */
const placeAmong = (layer: tf.layers.Layer, layers: readonly tf.layers.Layer[]): tf.layers.Layer | undefined =>
  layers.find((one) => one === layer) ?? layers.find((one) => one instanceof tf.LayersModel && one.layers.includes(layer));

const isInput = (layer: tf.layers.Layer): boolean => layer.getClassName() === "InputLayer";

const shapeInWords = (shape: Shape): string => `[${shape.map((size, axis) => size ?? (axis === 0 ? "N" : "?")).join(", ")}]`;
