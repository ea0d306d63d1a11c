import sharp from "sharp";
import { Random } from "../../../base/index.ts";
import type { Capture } from "./captures.ts";

/** What may have happened to a picture's file on its way. */
export type Damage = "empty" | "cut off" | "text" | "png" | "missing";

const kinds: readonly Damage[] = ["cut off", "empty", "text", "png", "missing"];
/** One picture in so many that are handed out is damaged by chance, besides one of each kind. */
const oneIn = 1000;

/**
 * Which files of a project are damaged, by path: one of each kind among clear pictures of lions, of which there are so few that no cleaning
 * leaves any out, and some elsewhere.
 */
export function drawDamage(seed: string, captures: readonly Capture[]): Map<string, Damage> {
  const random = Random.for(seed, "damage");
  const isLion = ({ species, animals, opinion }: Capture): boolean => species.join() === "lion" && animals === 1 && opinion === "clear";
  const delivered = captures.filter((capture) => capture.delivered);
  const paths = (some: readonly Capture[]): string[] => some.flatMap((capture) => capture.paths);
  const lions = random.shuffled(paths(delivered.filter(isLion)));
  const rest = random.shuffled(paths(delivered.filter((capture) => !isLion(capture))));
  const damaged = kinds.map((kind, index) => [lions[index], kind] as const);
  for (let count = Math.floor(rest.length / oneIn); count > 0; count--) damaged.push([rest[count], kinds[count % kinds.length] ?? "empty"]);
  return new Map(damaged.flatMap(([path, kind]) => (path === undefined ? [] : [[path, kind]])));
}

/** What is found in the place of a JPEG file; undefined where nothing is. */
export async function spoil(jpeg: Uint8Array, damage: Damage): Promise<Uint8Array | undefined> {
  switch (damage) {
    case "empty":
      return new Uint8Array();
    case "cut off":
      return jpeg.subarray(0, Math.floor(jpeg.length / 2));
    case "text":
      return Buffer.from("This card was full: the picture could not be written.\n");
    case "png":
      return await sharp(jpeg).png().toBuffer();
    case "missing":
      return undefined;
  }
}
