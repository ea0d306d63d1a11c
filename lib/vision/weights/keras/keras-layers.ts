import type { WeightArray } from "../../../nn/weights/index.ts";
import type { FileLayer } from "../weight-source.ts";
import type { Hdf5Group } from "./hdf5-file.ts";

/** Models within models, and no further. */
const deepest = 20;

/** The layers with weights in a file of Keras, of either layout. @throws RangeError that completes "… but", where there are none */
export function kerasLayers(root: Hdf5Group): readonly FileLayer[] {
  const listed = root.group("model_weights") ?? root;
  const names = listed.texts("layer_names");
  const layers = names ? listedLayers(listed, names) : layersBySort(root, []);
  if (layers.length === 0) throw new RangeError("it has no layers with weights: it may be a file of something else");
  return layers;
}

/** The older layout: a list of layers, and for each a list of its weights, such as `conv1/kernel:0`. */
function listedLayers(root: Hdf5Group, names: readonly string[]): readonly FileLayer[] {
  return names.flatMap((layerName) => {
    const group = root.group(layerName);
    const parts = new Map<string, Map<string, WeightArray>>(); // a model within the model has several layers
    for (const path of group?.texts("weight_names") ?? []) {
      const array = group?.array(path);
      if (!array) throw new RangeError(`it has no ${layerName}/${path}, which it lists`);
      const steps = path.split("/");
      const part = partOf(layerName, steps.slice(0, -1));
      const weights = parts.get(part) ?? new Map<string, WeightArray>();
      parts.set(part, weights.set((steps.at(-1) ?? "").replace(/:\d+$/, ""), array));
    }
    const alone = parts.size === 1 ? layerName : undefined;
    return Array.from(parts, ([part, weights]) => ({
      name: part.startsWith(`${layerName}.`) ? part : (alone ?? `${layerName}.${part}`),
      weights,
    }));
  });
}

/**
 * The name of the layer that a weight belongs to: the last step of its path, with the model's name before it where that was a step too.
 * The cell of a recurrent layer is no layer.
 */
function partOf(layerName: string, steps: readonly string[]): string {
  const last = steps.at(-1) ?? layerName;
  const isWithin = steps.slice(0, -1).includes(layerName) && last !== layerName && !/_cell(_\d+)?$/.test(last);
  return isWithin ? `${layerName}.${last}` : last;
}

/** The layout of Keras 3: folders by sort of layer, `layers/conv2d_1/vars/0`. @param path names of the models that the group is in */
function layersBySort(group: Hdf5Group, path: readonly string[], kind?: string): readonly FileLayer[] {
  if (path.length > deepest) throw new RangeError(`its folders are more than ${deepest} deep`);
  const numbered = group.group("vars");
  const own = numbered?.texts("name")?.[0] ?? kind ?? "";
  const here = [...path, ...(kind === undefined ? [] : [own])];
  const weights = new Map((numbered?.names ?? []).flatMap((name) => pairOf(name, numbered?.array(name))));
  const inner = group.names.filter((name) => name !== "vars").sort(natural);
  return [
    ...(weights.size > 0 ? [{ name: here.join("."), weights, kind: (kind ?? "").replace(/_\d+$/, "") }] : []),
    ...inner.flatMap((name) => {
      const next = group.group(name);
      if (!next) return [];
      // A folder "layers" only holds them; any other is a layer, or a part of one.
      return name === "layers"
        ? next.names
            .slice()
            .sort(natural)
            .flatMap((each) => inside(next, each, here))
        : layersBySort(next, here, name);
    }),
  ];
}

function inside(layers: Hdf5Group, name: string, path: readonly string[]): readonly FileLayer[] {
  const group = layers.group(name);
  return group ? layersBySort(group, path, name) : [];
}

const pairOf = (name: string, array: WeightArray | undefined): readonly (readonly [string, WeightArray])[] =>
  array ? [[name, array]] : [];

/** `conv2d_2` before `conv2d_10`. */
const natural = (one: string, other: string): number => one.localeCompare(other, "en", { numeric: true });
