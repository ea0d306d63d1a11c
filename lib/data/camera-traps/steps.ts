import { fraction } from "../../base/index.ts";
import { expectColumns, pl } from "../table/index.ts";
import { cameraTrapColumns as column, expectCameraTrapColumns } from "./columns.ts";

/** What stands in the place of a species where no animal is: `blank` in LILA's CSV files, `empty` in its JSON files. */
export const notAnimals = ["blank", "empty", "human"] as const;

const captures = "the table of captures";

/** Works a plan out by polars' streaming engine, which is never slower here than `table.filter` and joins in half the time. */
const workOut = (plan: pl.LazyDataFrame): pl.DataFrame => plan.collectSync({ engine: "streaming" });

/** The rows in which an animal was seen: neither blank nor human, nor without a species. */
export function animalsOnly(table: pl.DataFrame): pl.DataFrame {
  expectCameraTrapColumns(table, ["species"], captures);
  // Comparisons one by one take a sixth of the time of isIn.
  return workOut(notAnimals.reduce((plan, name) => plan.filter(pl.col(column.species).neq(pl.lit(name))), table.lazy()));
}

/** The rows of captures in which one species was seen: a capture has a row for each. */
export function oneSpecies(table: pl.DataFrame): pl.DataFrame {
  expectCameraTrapColumns(table, ["capture"], captures);
  return workOut(table.lazy().filter(pl.col(column.capture).isUnique()));
}

/** The rows in which a single animal was seen. Counts may be numbers or, since some are `11-50`, words. */
export function oneAnimal(table: pl.DataFrame): pl.DataFrame {
  expectCameraTrapColumns(table, ["count"], captures);
  return workOut(table.lazy().filter(pl.col(column.count).cast(pl.String).isIn(["1", "1.0"])));
}

/** The rows on which more than this part of the observers agreed; rows that don't tell are left out. */
export function agreedOn(table: pl.DataFrame, moreThan = 0.9): pl.DataFrame {
  fraction({ moreThan });
  expectCameraTrapColumns(table, ["agreement"], captures);
  return workOut(table.lazy().filter(pl.col(column.agreement).gt(moreThan)));
}

/** A row for each picture of these captures, in the order of the pictures' paths. A capture without pictures has none. */
export function withPictures(table: pl.DataFrame, pictures: pl.DataFrame): pl.DataFrame {
  expectCameraTrapColumns(table, ["capture"], captures);
  expectCameraTrapColumns(pictures, ["capture", "path"], "the table of pictures");
  const joined = table.lazy().join(pictures.lazy(), { on: column.capture, how: "inner" });
  return workOut(joined.sort(column.path)); // the streaming engine joins in no particular order
}

export interface ClassLimits {
  /** A class with fewer rows is left out; 0 unless told. */
  readonly atLeast?: number;
  /** Of a class with more rows so many are kept, chosen at random; all unless told. */
  readonly atMost?: number;
  readonly seed?: number;
  /** The column that holds the class; that of the species unless told. */
  readonly by?: string;
}

/**
 * The rows of classes that are large enough, and not too many of each. Rows are chosen one by one, so of a capture some pictures may stay
 * and some go; they keep their order. The same rows, limits and seed give the same choice.
 *
 * @throws Problem `column-missing`; RangeError when a limit is not a number from 0 up
 * @example
 * limitClasses(pictures, { atLeast: 500, atMost: 1000, seed: 1 });
 */
export function limitClasses(
  table: pl.DataFrame,
  { atLeast = 0, atMost = Number.POSITIVE_INFINITY, seed = 0, by = column.species }: ClassLimits,
): pl.DataFrame {
  for (const [name, limit] of Object.entries({ atLeast, atMost })) {
    if (!(limit >= 0)) throw new RangeError(`Expected ${name} to be a number from 0 up but got ${limit}`);
  }
  expectColumns([by], { columns: table.columns, of: "the table" });
  // Places are 32 bits wide, and the in-memory engine works: both faster for what looks at a whole class at once.
  const place = pl.intRange(0, pl.len(), 1, pl.UInt32).shuffle(seed).over(by); // at random among the rows of the same class
  const large = atLeast > 0 ? table.lazy().filter(pl.len().over(by).gtEq(atLeast)) : table.lazy();
  return (atMost < table.shape.height ? large.filter(place.lt(atMost)) : large).collectSync();
}
