import { Random } from "../../../lib/base/index.ts";
import { pl } from "../../../lib/data/table/index.ts";

/** A row of annotations, as far as the cleaning reads it. */
export interface Annotation {
  readonly capture: string;
  readonly species: string;
  readonly count: string;
  readonly agreement: number | null;
}

/** Annotations as a random camera-trap project has them: blanks, humans, several species in a capture, missing and disputed values. */
export function drawAnnotations(seed: number, captures: number): Annotation[] {
  const random = Random.for(seed, "annotations");
  return Array.from({ length: captures }, (_, capture) => {
    const seen = random.pick([["blank"], ["human"], ["zebra"], ["zebra"], ["lion"], ["impala"], ["zebra", "lion"], ["human", "zebra"]]);
    return seen.map((species) => ({
      capture: `SER_S1#B04#1#${capture}`,
      species,
      count: random.pick(["1", "1", "1", "2", "11-50", "51+"]),
      agreement: random.pick([null, 0.4, 0.9, 0.91, 1]),
    }));
  }).flat();
}

/** The table of these annotations, with the names of Snapshot Serengeti. */
export function annotationTable(rows: readonly Annotation[]): pl.DataFrame {
  const { Utf8, Float64 } = pl;
  return pl.DataFrame(
    {
      capture_id: rows.map(({ capture }) => capture),
      question__species: rows.map(({ species }) => species),
      question__count_median: rows.map(({ count }) => count),
      p_users_identified_this_species: rows.map(({ agreement }) => agreement),
    },
    { schema: { capture_id: Utf8, question__species: Utf8, question__count_median: Utf8, p_users_identified_this_species: Float64 } },
  );
}

/** No, one, two or three pictures of each capture, in a random order. */
export function pictureTable(seed: number, rows: readonly Annotation[]): pl.DataFrame {
  const random = Random.for(seed, "pictures");
  const captures = Array.from(new Set(rows.map(({ capture }) => capture)));
  const pictures = random.shuffled(
    captures.flatMap((capture) => Array.from({ length: random.integer(4) }, (_, rank) => [capture, `S1/${capture}_${rank}.JPG`] as const)),
  );
  return pl.DataFrame(
    { capture_id: pictures.map(([capture]) => capture), image_path_rel: pictures.map(([, path]) => path) },
    { schema: { capture_id: pl.Utf8, image_path_rel: pl.Utf8 } },
  );
}
