import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../lib/base/index.ts";

/** Rows of each of the two tables; Snapshot Serengeti's annotations have 2,688,077. */
export const rows = 2_700_000;

/** Names of the two files in which the tables travel to the contenders. */
export const files = { annotations: "annotations.csv", images: "images.csv" } as const;

/** As many classes as Snapshot Serengeti has animals; the n-th is n times rarer than the first. */
const speciesCount = 54;

/** Parts of 1,000 rows, about as in Snapshot Serengeti: three quarters of all captures are blank. */
const share = { blank: 735, human: 15, secondSpecies: 30 } as const;

const counts = ["1", "1", "1", "1", "2", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11-50", "51+"] as const;
const sites = Array.from({ length: 225 }, (_, site) => `${"BCDEFGHIJKLMNOPQRSTUVWXYZ"[Math.floor(site / 9)]}0${(site % 9) + 1}`);
/** Lines that are gathered before they are written. */
const block = 50_000;

/**
 * Writes two tables in the shape of Snapshot Serengeti's, annotations of captures and pictures of captures, `rows` rows each. They come
 * from a seed, so a benchmark needs no download and every run has the same.
 */
export async function writeTables(folder: string, count: number = rows): Promise<void> {
  await writeLines(join(folder, files.annotations), annotations(count));
  await writeLines(join(folder, files.images), images(count));
}

function captureId(capture: number): string {
  return `SER_S${1 + (capture % 11)}#${sites[capture % sites.length]}#${1 + (capture % 6)}#${capture}`;
}

function* annotations(count: number): Generator<string> {
  const random = new Random("bench/table/annotations");
  const species = longTail(random);
  yield ",capture_id,season,site,question__species,question__count_median,question__standing,p_users_identified_this_species,pielous_evenness_index";
  for (let row = 0, capture = 0; row < count; row++) {
    const kind = random.integer(1000);
    if (row === 0 || kind >= share.secondSpecies) capture += 1; // else: a second species in the capture before
    const [name, number] =
      kind < share.blank && kind >= share.secondSpecies
        ? ["blank", ""]
        : kind >= 1000 - share.human
          ? ["human", "1"]
          : [species(), counts[random.integer(counts.length)]];
    const agreement = (1 - random.uniform() ** 3 * 0.6).toFixed(4);
    const standing = random.uniform().toFixed(2);
    const evenness = random.uniform().toFixed(4);
    const place = `S${1 + (capture % 11)},${sites[capture % sites.length]}`;
    yield `${row},${captureId(capture)},${place},${name},${number},${standing},${agreement},${evenness}`;
  }
}

/** One to three pictures a capture, in the captures' order, until there are as many as wanted. */
function* images(count: number): Generator<string> {
  const random = new Random("bench/table/images");
  yield ",capture_id,image_rank_in_capture,image_path_rel";
  for (let row = 0, capture = 1; row < count; capture++) {
    for (let rank = 1 + random.integer(3); rank > 0 && row < count; rank--, row++) {
      const site = sites[capture % sites.length];
      yield `${row},${captureId(capture)},${rank},S${1 + (capture % 11)}/${site}/${site}_R${1 + (capture % 6)}/PICT${capture}_${rank}.JPG`;
    }
  }
}

/** Draws a species: the n-th with a weight of 1 / n (Zipf's law), as animals in front of cameras come. */
function longTail(random: Random): () => string {
  const bounds: number[] = [];
  for (let rank = 1; rank <= speciesCount; rank++) bounds.push((bounds.at(-1) ?? 0) + 1 / rank);
  return () => {
    const draw = random.uniform(0, bounds.at(-1));
    return `species${1 + bounds.findIndex((bound) => draw < bound)}`;
  };
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path);
  const closed = once(stream, "close");
  let gathered: string[] = [];
  const write = async (): Promise<void> => {
    if (gathered.length > 0 && !stream.write(`${gathered.join("\n")}\n`)) await once(stream, "drain");
    gathered = [];
  };
  for (const line of lines) {
    gathered.push(line);
    if (gathered.length >= block) await write();
  }
  await write();
  stream.end();
  await closed;
}
