import { Random } from "../../../base/index.ts";
import type { Capture } from "./captures.ts";
import { type Annotation, annotate } from "./votes.ts";

const columns = [
  "", // an index without a name, as pandas writes it
  "capture_id",
  "season",
  "site",
  "roll",
  "capture",
  "capture_date_local",
  "capture_time_local",
  "zooniverse_url_0",
  "zooniverse_url_1",
  "zooniverse_url_2",
  "subject_id",
  "question__species",
  "question__count_max",
  "question__count_median",
  "question__count_min",
  "question__standing",
  "question__resting",
  "question__moving",
  "question__eating",
  "question__interacting",
  "question__young_present",
  "p_users_identified_this_species",
  "pielous_evenness_index",
];

type Cell = string | number | undefined;

/** The table of annotations as CSV, in the columns of Snapshot Serengeti: one row for each species in a capture. */
export function annotationsCsv(seed: string, captures: readonly Capture[]): string {
  const rows = captures.flatMap((capture, index) => {
    const subject = `ASG${(index + 1).toString(36).padStart(7, "0")}`;
    return annotate(seed, capture).map((annotation) => [...facts(seed, capture, subject), ...answers(annotation)]);
  });
  return csv(columns, rows);
}

/** The table of the pictures that were handed out as CSV: one row for each. */
export function imagesCsv(captures: readonly Capture[]): string {
  const rows = captures
    .filter(({ delivered }) => delivered)
    .flatMap(({ id, paths }) => paths.map((path, frame): Cell[] => [id, frame + 1, path]));
  return csv(["", "capture_id", "image_rank_in_capture", "image_path_rel"], rows);
}

function facts(seed: string, { id, key, season, site, roll, number, date, time, frames }: Capture, subject: string): Cell[] {
  const clockFailed = Random.for(seed, key, "clock").uniform() < 0.01;
  // The top-level domain .example leads nowhere (RFC 2606).
  const urls = [0, 1, 2].map((frame) => (frame < frames ? `https://savanna.example/subjects/${subject}_${frame}.jpg` : undefined));
  return [id, season, site.name, roll, number, date, clockFailed ? undefined : time, ...urls, subject];
}

function answers({ species, counts, behaviour, agreement, evenness }: Annotation): Cell[] {
  return [species, ...(counts ?? Array<Cell>(3)), ...(behaviour ?? Array<Cell>(6)), agreement, evenness];
}

/** No cell holds a comma, a quote or a line break, so none needs quotes. The rows are numbered from 0. */
function csv(header: readonly string[], rows: readonly Cell[][]): string {
  const lines = rows.map((row, index) => [index, ...Array.from(row, (cell) => cell ?? "")].join(","));
  return `${[header.join(","), ...lines].join("\n")}\n`;
}
