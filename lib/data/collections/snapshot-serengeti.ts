import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../base/index.ts";
import { fetchFile, fetchFolder, fetchPicture, findEntry, readCatalog } from "../catalog/index.ts";

const id = "snapshot-serengeti";

/** Paths of Snapshot Serengeti's tables; `readTable` reads them. */
export interface SerengetiTables {
  /** CSV, a row for each capture and species: `capture_id`, `question__species`, `question__count_median` … */
  readonly annotations: string;
  /** CSV, a row for each picture: `capture_id`, `image_rank_in_capture`, `image_path_rel`. */
  readonly images: string;
}

/**
 * Snapshot Serengeti: 2.7 million captures of camera traps in Tanzania, seasons 1 to 11, labelled by volunteers. These are its tables;
 * `serengetiPicture` brings its pictures, one by one.
 *
 * Swanson and others, Scientific Data 2:150026 (2015); LILA, CDLA-Permissive-1.0.
 *
 * @throws Problem when they can't be had
 * @example
 * const { annotations } = await datasets.snapshotSerengeti();
 * const table = await readTable(annotations, { columns: ["capture_id", "question__species"] });
 */
export async function snapshotSerengeti(): Promise<SerengetiTables> {
  const folder = await fetchFolder(id, "tables");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".csv") && !name.includes("__MACOSX"));
  const table = (kind: string): string => {
    const name = names.find((candidate) => candidate.includes(kind));
    if (name) return join(folder, name);
    throw new Problem("wrong-content", `Expected a table of ${kind} (*${kind}*.csv) in ${folder} but got ${names.join(", ") || "no CSV"}`, {
      hint: `What is at the source may have changed. Remove ${folder} to have it again, or look for a newer version of this project.`,
    });
  };
  return { annotations: table("annotations"), images: table("images") };
}

/**
 * The path of one picture of Snapshot Serengeti, downloaded where it is not here yet.
 *
 * @param path as `image_path_rel` of the table of images has it
 * @throws Problem when it can't be had
 * @example
 * show(await readImage(await datasets.serengetiPicture("S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG")));
 */
export async function serengetiPicture(path: string): Promise<string> {
  return fetchPicture(findEntry(readCatalog(), id), path);
}

/**
 * The path of a CSV with 200 rows of an older version of the tables (columns such as `CaptureEventID`, `Species`, `Number Of Animals`),
 * to look at without the large download. Only a mirror has it.
 *
 * @throws Problem when it can't be had
 */
export async function serengetiSample(): Promise<string> {
  return fetchFile(id, "serengeti_data_200_lines.csv");
}
