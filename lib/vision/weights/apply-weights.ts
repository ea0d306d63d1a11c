import { oneOf, plural } from "../../base/index.ts";
import type { tf } from "../../device/index.ts";
import {
  anotherArchitecture,
  assignWeights,
  differenceOf,
  type WeightArray,
  type WeightedLayer,
  weightedLayers,
} from "../../nn/weights/index.ts";
import { type Pairing, pairByName, pairInOrder } from "./pairs.ts";
import { sizeOf } from "./rearrange.ts";
import { translate } from "./translate.ts";
import type { WeightSource } from "./weight-source.ts";
import { WeightsReport } from "./weights-report.ts";

export interface LoadWeightsOptions {
  /**
   * `"load"` (unless told): every weight must come from the file. `"keep"`: where the last layer with weights has another size than in the
   * file, as with other classes, it stays as it is. `"new"`: it stays in any case.
   */
  readonly head?: "load" | "keep" | "new";
}

/** What a way of pairing gives. */
interface Fit {
  readonly pairing: Pairing;
  readonly arrays: ReadonlyMap<string, WeightArray>;
  readonly kept: readonly string[];
  readonly unused: readonly string[];
  /** In words: of all layers but the last, of the last, and of what the file has more. */
  readonly differences: { readonly body: readonly string[]; readonly head: readonly string[]; readonly more: readonly string[] };
}

/**
 * Gives a model the weights of a file, all or none: layer by layer by their names or, where these are others, in their order.
 *
 * @throws RangeError where they are another architecture's, with the first differences
 */
export function applyWeights(model: tf.LayersModel, source: WeightSource, { head = "load" }: LoadWeightsOptions = {}): WeightsReport {
  oneOf({ head }, ["load", "keep", "new"]);
  const targets = weightedLayers(model);
  const byName = fit(targets, source, { head, pairing: pairByName(targets, source.layers) });
  const chosen = fits(byName) || !source.isOrdered ? byName : fit(targets, source, { head, pairing: pairInOrder(targets, source.layers) });
  if (!fits(chosen)) throw misfit(byName.pairing.pairs.size > 0 ? byName : chosen, source);
  const { pairing, arrays, kept, unused } = chosen;
  assignWeights(model, arrays, { source: source.file, keep: kept });
  const numbers = Array.from(arrays.values()).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return new WeightsReport({
    file: source.file,
    origin: source.origin,
    how: pairing.how,
    loaded: Array.from(arrays.keys()),
    numbers,
    kept,
    unused,
  });
}

const fits = ({ differences }: Fit): boolean => differences.body.length + differences.head.length + differences.more.length === 0;

function fit(
  targets: readonly WeightedLayer[],
  source: WeightSource,
  { head, pairing }: { readonly head: LoadWeightsOptions["head"]; readonly pairing: Pairing },
): Fit {
  const arrays = new Map<string, WeightArray>();
  const kept: string[] = [];
  const unused: string[] = [];
  const differences: Record<keyof Fit["differences"], string[]> = { body: [], head: [], more: [] };
  for (const target of targets) {
    const isHead = target === targets.at(-1);
    const from = pairing.pairs.get(target);
    const translated = from ? translate(target, from, source.origin) : { arrays: new Map<string, WeightArray>(), unused: [] };
    const found = [
      ...Array.from(target.variables, ([name, variable]) =>
        differenceOf(`${target.name}.${name}`, variable, translated.arrays.get(name)),
      ).flat(),
      ...translated.unused.map((name) => `${from?.name}.${name}: the model has none`),
    ];
    if (isHead && (head === "new" || (head === "keep" && found.length > 0))) {
      kept.push(...Array.from(target.variables.keys(), (name) => `${target.name}.${name}`));
      if (from) unused.push(...namesOf(from));
      continue;
    }
    differences[isHead ? "head" : "body"].push(...found);
    for (const [name, array] of translated.arrays) arrays.set(`${target.name}.${name}`, array);
  }
  for (const layer of pairing.left) {
    // With another head, the file's last layer may have another name too.
    if (kept.length > 0 && layer === source.layers.at(-1)) unused.push(...namesOf(layer));
    else differences.more.push(...namesOf(layer).map((name) => `${name}: the model has none`));
  }
  return { pairing, arrays, kept, unused, differences };
}

const namesOf = ({ name, weights }: WeightSource["layers"][number]): string[] =>
  Array.from(weights.keys(), (weight) => `${name}.${weight}`);

function misfit({ differences: { body, head, more }, pairing }: Fit, { file, layers, isOrdered }: WeightSource): RangeError {
  if (layers.length === 0) return new RangeError(`Expected weights in ${file} but it has none.`);
  if (body.length + more.length === 0) {
    return new RangeError(
      `Expected the weights of this model but the last layer in ${file} is of another size:\n${head.map((line) => `  ${line}`).join("\n")}\n  Nothing was changed. Other classes? loadWeights(model, path, { head: "keep" }) loads all but the last layer.`,
    );
  }
  const hasNames = pairing.how === "by name" && pairing.pairs.size > 0;
  const names = `its layers have other names than the file's ${plural(layers.length, "layer")}`;
  const order = isOrdered ? "and don't fit in order either" : "which are sorted by name, so that their order tells nothing";
  return anotherArchitecture([...(hasNames ? [] : [`${names}, ${order}`]), ...body, ...head, ...more], file);
}
