import type { WeightedLayer } from "../../nn/weights/index.ts";
import type { FileLayer } from "./weight-source.ts";

/** Which layer of a file is for which layer of a model. */
export interface Pairing {
  readonly how: "by name" | "in order";
  readonly pairs: ReadonlyMap<WeightedLayer, FileLayer>;
  /** Layers of the file that are for none. */
  readonly left: readonly FileLayer[];
}

/** Layers of the same name belong together. */
export function pairByName(targets: readonly WeightedLayer[], layers: readonly FileLayer[]): Pairing {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  return pairing("by name", targets, layers, (target) => byName.get(target.name));
}

/** The first layers of both belong together, and so on; in a file that has its layers by sort, the first of each sort. */
export function pairInOrder(targets: readonly WeightedLayer[], layers: readonly FileLayer[]): Pairing {
  const queues = new Map<string | undefined, FileLayer[]>();
  for (const layer of layers) queues.set(layer.kind, [...(queues.get(layer.kind) ?? []), layer]);
  return pairing("in order", targets, layers, (target) => (queues.get(undefined) ?? queues.get(kindOf(target)))?.shift());
}

function pairing(
  how: Pairing["how"],
  targets: readonly WeightedLayer[],
  layers: readonly FileLayer[],
  find: (target: WeightedLayer) => FileLayer | undefined,
): Pairing {
  const pairs = new Map<WeightedLayer, FileLayer>();
  for (const target of targets) {
    const found = find(target);
    if (found) pairs.set(target, found);
  }
  const used = new Set(pairs.values());
  return { how, pairs, left: layers.filter((layer) => !used.has(layer)) };
}

/** The sort of a layer, as Keras 3 calls it in its files. A layer of ours may have a class of its own, so its weights tell. */
function kindOf({ layer, variables }: WeightedLayer): string {
  if (variables.has("gamma")) return "batch_normalization";
  if (variables.has("depthwise_kernel")) return "depthwise_conv2d";
  const rank = variables.get("kernel")?.shape.length;
  const known: Readonly<Record<string, string>> = {
    Conv2DTranspose: "conv2d_transpose",
    SimpleRNN: "simple_rnn",
    LSTM: "lstm",
    GRU: "gru",
  };
  const name = layer.getClassName();
  return known[name] ?? (rank === 4 ? "conv2d" : rank === 3 ? "conv1d" : rank === 2 ? "dense" : name.toLowerCase());
}
