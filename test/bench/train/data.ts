import { join } from "node:path";
import { Random, writeAtomically } from "../../../lib/base/index.ts";

/** Side of a picture in pixels, as MNIST has it. */
export const side = 28;
export const classes = 10;
/** Pictures of the set: what the fastest contender works through in a round. */
export const pictures = 8192;

/** Pictures that every contender trains on: bytes `[N, 28, 28, 1]` and one label each. */
export interface TrainingSet {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Draws pictures that can be learnt: a bright spot whose place on a circle tells the class, in noise. They come from a seed, so a
 * benchmark needs no download and every run has the same.
 */
export function drawTrainingSet(count = pictures): TrainingSet {
  const random = new Random("bench/train");
  const pixels = new Uint8Array(count * side * side); // [N, 28, 28, 1]
  const labels = new Uint8Array(count);
  for (let picture = 0; picture < count; picture++) {
    const label = random.integer(classes);
    labels[picture] = label;
    const angle = (2 * Math.PI * label) / classes;
    const row = 14 + 8 * Math.sin(angle) + random.uniform(-2, 2);
    const column = 14 + 8 * Math.cos(angle) + random.uniform(-2, 2);
    for (let place = 0; place < side * side; place++) {
      const distance = Math.hypot(Math.floor(place / side) - row, (place % side) - column);
      pixels[picture * side * side + place] = random.integer(160) + (distance < 3 ? 95 : 0);
    }
  }
  return { pixels, labels };
}

/** Names of the files in which a set travels to the contenders, whatever their language. */
export const files = { pixels: "pixels.bin", labels: "labels.bin" } as const;

/** Writes the set into a folder, as raw bytes. */
export async function writeTrainingSet(folder: string, { pixels, labels }: TrainingSet): Promise<void> {
  await writeAtomically(join(folder, files.pixels), pixels);
  await writeAtomically(join(folder, files.labels), labels);
}
