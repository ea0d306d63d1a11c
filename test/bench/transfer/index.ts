import { existsSync } from "node:fs";
import { placesOf } from "../../../lib/data/catalog/places.ts";
import { datasets } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { downloadedWeights } from "../../../lib/vision/pretrained/known-weights.ts";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { machine } from "../machine.ts";
import type { Outcome } from "../rounds.ts";
import { type Row, row } from "../row.ts";
import { mean } from "../statistics.ts";
import { accuracyAfter, type Way, ways } from "./recipe.ts";

/** A quick run only shows that all runs. */
const scales = { quick: { rounds: 1, epochs: 2 }, full: { rounds: 3, epochs: 5 } } as const;

/** Where trained weights come from; photos at the size that suits them. */
const sources = [
  { weights: "the project's own weights, half width, from CIFAR-10", width: 0.5, side: 96 },
  { weights: "weights from ImageNet", width: 1, side: 128 },
] as const;

/**
 * Transfer learning on the photos of ten monkey species: accuracy on the validation photos of a ResNet-18 whose body was trained on other
 * pictures and learns on, beside one from scratch and one with a frozen body, after equal epochs. A round is a seed; figures are means.
 */
export async function run({ quick, say, ...options }: BenchmarkOptions): Promise<BenchmarkResult> {
  const { rounds, epochs } = { ...scales[quick ? "quick" : "full"], ...options };
  const report = await device.use();
  const { train, validation } = await datasets.monkeySpecies();
  const rows: Row[] = [];
  for (const { weights, width, side } of sources) {
    if (width === 1 && !hasImageNetWeights()) continue;
    const accuracies = new Map<Way, number[]>(ways.map((way) => [way, []]));
    for (let seed = 1; seed <= rounds; seed++) {
      for (const way of ways) {
        const accuracy = await accuracyAfter(way, { train, valid: validation, width, side, epochs, seed });
        accuracies.get(way)?.push(accuracy);
        say(`${weights}: seed ${seed} ${way} ${accuracy.toFixed(3)}`);
      }
    }
    const outcome = (way: Way): Outcome => ({ rates: accuracies.get(way) ?? [], before: {}, after: {} });
    rows.push(
      row({
        case: `fine-tuned: ${weights}`,
        unit: "accuracy",
        better: "higher",
        centre: mean,
        ours: outcome("fine-tuned"),
        counted: { "from scratch": outcome("from scratch") },
        shown: { "frozen features": outcome("frozen features") },
      }),
    );
  }
  return {
    name: "transfer",
    figures: "Means over the seeds",
    rows,
    machine: machine({ ours: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] } }),
  };
}

/** Whether they lie in the mirror or in the cache; a benchmark downloads nothing. */
function hasImageNetWeights(): boolean {
  const { dataset, file } = downloadedWeights["resnet18"] ?? {};
  return dataset !== undefined && file !== undefined && placesOf(dataset, file).some(({ path }) => existsSync(path));
}
