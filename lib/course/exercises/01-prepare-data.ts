import type { Random } from "../../base/index.ts";
import { pl } from "../../data/table/index.ts";
import { course, type Data, equals, exercise, fractionClose } from "../../exercise/index.ts";

/** A table of captures as columns, with an id for each row. */
interface Captures {
  readonly capture_id: readonly string[];
  readonly question__species: readonly string[];
  readonly question__count_median: readonly string[];
  readonly p_users_identified_this_species: readonly (number | null)[];
}

type Choose = (table: pl.DataFrame) => pl.DataFrame;
type Share = (values: readonly string[], wanted: string) => number;
type AtLeast = (count: string) => number;
type AtMostEach = (classes: readonly string[], most: number) => number[];

const animals = ["zebra", "elephant", "giraffe", "lion"];
const counts = ["1", "2", "3", "10", "11-50", "51+"];

/** What every table must hold, so that no mistake goes unseen; random rows stand between. */
const tellingRows: readonly (readonly [species: string, count: string, agreement: number | null])[] = [
  ["zebra", "1", 1],
  ["blank", "", 0.95],
  ["human", "1", 0.97],
  ["lion", "1", 0.9],
  ["giraffe", "1", null],
  ["elephant", "2", 0.95],
  ["zebra", "11-50", 0.96],
  ["lion", "1", 0.4],
  ["zebra", "10", 1],
];

function drawCaptures(random: Random, rows: number): Captures {
  const drawn = Array.from({ length: rows }, () => {
    const species = random.pick(["blank", "human", ...animals]);
    return [species, species === "blank" ? "" : random.pick(counts), random.integer(101) / 100] as const;
  });
  const all = random.shuffled([...tellingRows, ...drawn]);
  return {
    capture_id: all.map((_, row) => `capture ${row}`),
    question__species: all.map(([species]) => species),
    question__count_median: all.map(([, count]) => count),
    p_users_identified_this_species: all.map(([, , agreement]) => agreement),
  };
}

/** The ids of the rows that a learner's function chooses; where it gives no table, what it gives instead. */
function idsChosen(choose: Choose, captures: Captures): unknown {
  const { Float64, Utf8 } = pl;
  const schema = { capture_id: Utf8, question__species: Utf8, question__count_median: Utf8, p_users_identified_this_species: Float64 };
  const chosen: unknown = choose(pl.DataFrame(captures, { schema }));
  if (pl.DataFrame.isDataFrame(chosen)) return chosen.columns.includes("capture_id") ? chosen.getColumn("capture_id").toArray() : "columns";
  if (pl.LazyDataFrame.isLazyDataFrame(chosen) || chosen instanceof Promise) return "lazy";
  return pl.Expr.isExpr(chosen) ? "expression" : chosen;
}

/** What to say where no table came back. */
function explainNoTable(output: Data): string | undefined {
  if (output === "columns") return "The column capture_id is gone: choose rows with filter, and leave the columns as they are.";
  if (output === "lazy") return "That is a lazy table or a promise, a plan not worked out yet: without .lazy() the filter works at once.";
  if (output === "expression") return "That is the condition itself: give it to table.filter(…) and return the table that comes out.";
  return undefined;
}

/** The ids of the rows for which a condition holds. */
function idsWhere(captures: Captures, holds: (species: string, count: string, agreement: number | null) => boolean): string[] {
  return captures.capture_id.filter((_, row) =>
    holds(
      captures.question__species[row] ?? "",
      captures.question__count_median[row] ?? "",
      captures.p_users_identified_this_species[row] ?? null,
    ),
  );
}

const same = (output: Data, wanted: Data): boolean => equals(output, wanted).fraction === 1;

/** The first explanation whose mistake gives just this output. */
function firstMatch(output: Data, mistakes: readonly (readonly [result: Data, words: string])[]): string | undefined {
  return mistakes.find(([result]) => same(output, result))?.[1];
}

function explainAnimals(output: Data, captures: Captures | undefined): string | undefined {
  if (!captures) return undefined;
  return (
    explainNoTable(output) ??
    firstMatch(output, [
      [
        captures.capture_id,
        "All rows are still there. Every species differs from blank or from human; ask for those that differ from both: .and(…).",
      ],
      [idsWhere(captures, (species) => species !== "blank"), "The humans are still in it."],
      [idsWhere(captures, (species) => species !== "human"), "The blanks are still in it."],
      [
        idsWhere(captures, (species) => species === "blank" || species === "human"),
        "It is the other way round: filter keeps the rows for which the condition holds.",
      ],
      [[], 'No row is left. Was eq meant to be neq? And a text needs pl.lit: pl.lit("blank").'],
    ])
  );
}

function explainClear(output: Data, captures: Captures | undefined): string | undefined {
  if (!captures) return undefined;
  return (
    explainNoTable(output) ??
    firstMatch(output, [
      [
        idsWhere(captures, (_, count, p) => count === "1" && p !== null && p >= 0.9),
        "Rows with exactly 0.9 are in it: more than 0.9 was wanted, gt and not gtEq.",
      ],
      [idsWhere(captures, (_, count) => count === "1"), "That is only the first condition: how many observers agreed is not asked."],
      [
        idsWhere(captures, (_, __, p) => p !== null && p > 0.9),
        "That is only the second condition: how many animals there are is not asked.",
      ],
      [
        idsWhere(captures, (_, count, p) => count === "1" || (p !== null && p > 0.9)),
        "One of both conditions was enough here: join them with .and(…).",
      ],
      [
        idsWhere(captures, (_, count, p) => count.startsWith("1") && p !== null && p > 0.9),
        "10 and 11-50 start with a 1 too: compare the whole text.",
      ],
      [
        idsWhere(captures, (_, count, p) => count === "1" && (p === null || p > 0.9)),
        "Rows in which nobody counted the votes are in it: where the value is missing, we can't know.",
      ],
      [[], 'No row is left. The counts are texts: compare with pl.lit("1"), not with the number 1.'],
    ])
  );
}

const joinMistakes: ReadonlyMap<Data, string> = new Map([
  [3, "That many captures there are; but each picture gets a row of its own."],
  [2, "That many captures have pictures; but each picture gets a row of its own."],
  [6, "Six come out if B, which has no picture, or D, which is no capture, is kept. An inner join keeps what both tables have."],
  [7, "Both B, without a picture, and D, without a capture, were counted: an inner join keeps what both tables have."],
  [9, "That would be every row with every row. Only rows with the same capture meet."],
  [18, "That would be every row with every row. Only rows with the same capture meet."],
]);

interface AtMostCase {
  readonly classes: readonly string[];
  readonly most: number;
}

function firstOfEach({ classes, most }: AtMostCase): number[] {
  const seen = new Map<string, number>();
  return classes.flatMap((name, place) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before < most ? [place] : [];
  });
}

function explainAtMost(output: Data, input: AtMostCase | undefined): string | undefined {
  if (!input) return undefined;
  const { classes, most } = input;
  const right = firstOfEach(input);
  if (Array.isArray(output) && output.some((value) => typeof value === "string"))
    return "Those are the names of the classes: their places were wanted, 0 for the first row.";
  if (
    Array.isArray(output) &&
    same(
      [...output].sort((one, other) => Number(one) - Number(other)),
      right,
    )
  )
    return "The right places, in another order: they were wanted from the smallest to the largest.";
  return firstMatch(output, [
    [Array.from({ length: most }, (_, place) => place), "So many were chosen of all rows together: count each class for itself."],
    [firstOfEach({ classes, most: most + 1 }), "One too many of each class: off by one?"],
    [firstOfEach({ classes, most: most - 1 }), "One too few of each class: off by one?"],
    [right.map((place) => place + 1), "Places are counted from 0."],
  ]);
}

const shareOf: Share = (values, wanted) => values.filter((value) => value === wanted).length / values.length;

function explainShare(
  output: Data,
  input: { readonly values: readonly string[]; readonly wanted: string } | undefined,
): string | undefined {
  if (!input) return undefined;
  const { values, wanted } = input;
  const share = shareOf(values, wanted);
  return firstMatch(output, [
    [share * values.length, "That is how many there are. A share is that number divided by how many values there are in all."],
    [share * 100, "That is in percent: a share lies between 0 and 1."],
    [1 - share, "That is the share of all the others."],
    [values.length, "That is how many values there are in all."],
  ]);
}

export default course("01-prepare-data", {
  "01-1": exercise<Share, { readonly values: readonly string[]; readonly wanted: string }>({
    points: 1,
    hints: [
      "Of zebra, lion, zebra, blank the share of zebra is 2 of 4: 0.5.",
      "values.filter((value) => value === wanted) gives the values that are equal; its length is how many.",
      "Divide that length by values.length.",
    ],
    reference: shareOf,
    cases: ({ random }) =>
      [7, 16, 30].map((length) => ({
        values: random.shuffled(["zebra", "blank", "lion", ...Array.from({ length }, () => random.pick(["zebra", "blank"]))]),
        wanted: random.pick(["zebra", "blank", "lion"]),
      })),
    apply: (share, { values, wanted }) => share(values, wanted),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map(({ values, wanted }) => shareOf(values, wanted)),
        1e-9,
        {
          name: (index) => `${cases[index]?.wanted} in ${cases[index]?.values.length} values`,
          explain: (output, index) => explainShare(output, cases[index]),
        },
      ),
  }),
  "01-2": exercise<Choose, Captures>({
    points: 2,
    hints: [
      "table.filter(condition) gives the rows for which the condition holds.",
      'pl.col("question__species").neq(pl.lit("blank")) holds where the species is not blank. pl.lit marks a value; without it polars takes the text for the name of a column.',
      "Join two conditions with one.and(other).",
    ],
    reference: (table) =>
      table.filter(
        pl
          .col("question__species")
          .neq(pl.lit("blank"))
          .and(pl.col("question__species").neq(pl.lit("human"))),
      ),
    cases: ({ random }) => [0, 12].map((rows) => drawCaptures(random, rows)),
    apply: idsChosen,
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map((captures) => idsWhere(captures, (species) => species !== "blank" && species !== "human")),
        0,
        { name: (index) => `${cases[index]?.capture_id.length} rows`, explain: (output, index) => explainAnimals(output, cases[index]) },
      ),
  }),
  "01-3": exercise<AtLeast, string>({
    points: 2,
    hints: [
      "It is the number that the text starts with. Everything after it can go.",
      'Number("11-50") is NaN, since 11-50 is no number. Number.parseInt reads as far as it understands.',
      'Number.parseInt("51+", 10) is 51.',
    ],
    reference: (count) => Number.parseInt(count, 10),
    cases: ({ random }) => ["11-50", "51+", "10", String(1 + random.integer(9))],
    apply: (atLeast, count) => atLeast(count),
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map((count) => Number(/^\d+/.exec(count)?.[0])),
        0,
        {
          name: (index) => JSON.stringify(cases[index]),
          explain: (output, index) =>
            firstMatch(output, [
              [Number.NaN, "Number(…) gives NaN for a text that is more than a number: read only its start."],
              [Number(/\d+$/.exec(cases[index] ?? "")?.[0]), "That is the most, not the least: the number before the dash was wanted."],
              [Number(cases[index]?.[0]), "That is only the first digit: read all digits at the start."],
            ]),
        },
      ),
  }),
  "01-4": exercise<Choose, Captures>({
    points: 2,
    hints: [
      'The counts are texts: pl.col("question__count_median").eq(pl.lit("1")).',
      'For numbers: pl.col("p_users_identified_this_species").gt(0.9), greater than 0.9.',
      "Join both with .and(…) inside of table.filter(…). Rows whose value is missing fall away by themselves.",
    ],
    reference: (table) =>
      table.filter(pl.col("question__count_median").eq(pl.lit("1")).and(pl.col("p_users_identified_this_species").gt(0.9))),
    cases: ({ random }) => [0, 20].map((rows) => drawCaptures(random, rows)),
    apply: idsChosen,
    judge: ({ outputs, cases }) =>
      fractionClose(
        outputs,
        cases.map((captures) => idsWhere(captures, (_, count, agreement) => count === "1" && agreement !== null && agreement > 0.9)),
        0,
        { name: (index) => `${cases[index]?.capture_id.length} rows`, explain: (output, index) => explainClear(output, cases[index]) },
      ),
  }),
  "01-5": exercise<number>({
    points: 1,
    hints: [
      "Go through the pictures one by one: does its capture stand in the left table? Then it makes a row.",
      "A has three pictures, so it makes three rows. B has none.",
      "D is no capture of the left table: its picture makes no row.",
    ],
    reference: 5,
    judge: ({ value }) => equals(value, 5, { secret: true, explain: (got) => joinMistakes.get(got) }),
  }),
  "01-6": exercise<AtMostEach, AtMostCase>({
    points: 2,
    hints: [
      "Keep count: how often has each class come so far? A Map from the class to a number can hold that.",
      "A place stays if its class came fewer than `most` times before it.",
      "const seen = new Map<string, number>(); then for each place: const before = seen.get(name) ?? 0; seen.set(name, before + 1); if (before < most) places.push(place);",
    ],
    reference: (classes, most) => firstOfEach({ classes, most }),
    cases: ({ random }) =>
      [2, 3, 5].map((most) => ({
        classes: random.shuffled(["lion", ...Array.from({ length: 12 + most }, (_, row) => animals[row % 3] ?? "")]),
        most,
      })),
    apply: (choose, { classes, most }) => choose(classes, most),
    judge: ({ outputs, cases }) =>
      fractionClose(outputs, cases.map(firstOfEach), 0, {
        name: (index) => `at most ${cases[index]?.most} of each in ${cases[index]?.classes.length} rows`,
        explain: (output, index) => explainAtMost(output, cases[index]),
      }),
  }),
});
