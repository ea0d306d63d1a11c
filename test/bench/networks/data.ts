import { join } from "node:path";
import { Random, writeAtomically } from "../../../lib/base/index.ts";
import { classes, type NetworkFacts, type NetworkName, networks } from "./networks.ts";

/** Pictures that every contender works on: bytes `[N, side, side, channels]` and one label each. */
export interface Pictures {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Draws pictures that can be learnt: a bright spot whose place on a circle tells the class, in noise. They come from a seed, so a
 * benchmark needs no download and every run has the same.
 */
export function drawPictures({ side, channels, pictures }: Omit<NetworkFacts, "parameters">): Pictures {
  const random = new Random("bench/train");
  const pixels = new Uint8Array(pictures * side * side * channels); // [N, side, side, channels]
  const labels = new Uint8Array(pictures);
  const scale = side / 28;
  for (let picture = 0; picture < pictures; picture++) {
    const label = random.integer(classes);
    labels[picture] = label;
    const angle = (2 * Math.PI * label) / classes;
    const row = scale * (14 + 8 * Math.sin(angle) + random.uniform(-2, 2));
    const column = scale * (14 + 8 * Math.cos(angle) + random.uniform(-2, 2));
    for (let place = 0; place < side * side; place++) {
      const distance = Math.hypot(Math.floor(place / side) - row, (place % side) - column);
      const spot = distance < 3 * scale ? 95 : 0;
      const first = (picture * side * side + place) * channels;
      for (let channel = 0; channel < channels; channel++) pixels[first + channel] = random.integer(160) + spot;
    }
  }
  return { pixels, labels };
}

/** Paths of the files in which a network's pictures travel to the contenders, whatever their language; data.py knows them too. */
export const pathsOf = (folder: string, network: NetworkName) => ({
  pixels: join(folder, `${network}-pixels.bin`),
  labels: join(folder, `${network}-labels.bin`),
});

/** Writes the pictures of a network into a folder, as raw bytes. */
export async function writePictures(folder: string, network: NetworkName): Promise<void> {
  const { pixels, labels } = drawPictures(networks[network]);
  const paths = pathsOf(folder, network);
  await writeAtomically(paths.pixels, pixels);
  await writeAtomically(paths.labels, labels);
}
