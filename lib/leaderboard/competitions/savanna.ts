import { createHmac } from "node:crypto";
import { inParallel } from "../../data/in-parallel.ts";
import { drawPicture, species, speciesOf } from "../../data/savanna/picture.ts";
import type { Competition } from "./competition.ts";

const pictures = 400; // an accuracy of 0.8 then has a standard error of 0.02
const size = 96;

/** Ranked board: camera-trap pictures that nobody has seen, for the server draws them from a seed of its own. */
export const savanna: Competition = {
  id: "savanna",
  title: "Savanna camera traps",
  dataset: "savanna",
  split: "test",
  classes: species,
  metric: "accuracy",
  pictures,
  limits: { perDay: 5 },
  async testSet(seed) {
    const { drawing, places } = derive(seed);
    return { ids: places.map(({ id }) => id), labels: places.map(({ index }) => speciesOf(drawing, index)) };
  },
  hidden: {
    size,
    async pictures(seed) {
      const { drawing, places } = derive(seed);
      const files: Uint8Array[] = [];
      await inParallel(places.length, async (place) => {
        const { jpeg } = await drawPicture(drawing, places[place]?.index ?? 0, { size });
        files[place] = jpeg;
      });
      return files;
    },
  },
};

/** What follows from the secret: the seed to draw from, and an id for each drawn picture. Neither tells the secret (HMAC, RFC 2104). */
function derive(seed: string): { drawing: string; places: { index: number; id: string }[] } {
  const code = (text: string): string => createHmac("sha256", seed).update(text).digest("hex");
  const places = Array.from({ length: pictures }, (_, index) => ({ index, id: code(`id ${index}`).slice(0, 16) }));
  // Ids are as good as random, so their order tells nothing of the order of drawing.
  return { drawing: code("drawing"), places: places.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}
