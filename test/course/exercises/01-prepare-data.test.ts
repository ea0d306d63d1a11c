import { expect, test } from "vitest";
import definition from "../../../lib/course/exercises/01-prepare-data.ts";
import { pl } from "../../../lib/data/table/index.ts";
import { check, type Exercise, todo } from "../../../lib/exercise/index.ts";

const { exercises } = definition;
type Id = keyof typeof exercises;
const judged = (id: Id, answer: unknown) => check(id, exercises[id] as Exercise, { answer, seed: "any" });

const species = pl.col("question__species");
const notBlank = species.neq(pl.lit("blank"));
const notHuman = species.neq(pl.lit("human"));
const single = pl.col("question__count_median").eq(pl.lit("1"));
const agreement = pl.col("p_users_identified_this_species");

test.each(Object.keys(exercises) as Id[])("%s gives its own reference all points, and has hints", async (id) => {
  expect(await judged(id, exercises[id].reference)).toMatchObject({ status: "PASS", points: exercises[id].points });
  expect(exercises[id].hints.length).toBeGreaterThan(2);
});

test.each<[Id, unknown]>([
  [
    "01-1",
    (values: string[], wanted: string) => {
      let count = 0;
      for (const value of values) if (value === wanted) count++;
      return count / values.length;
    },
  ],
  ["01-2", (table: pl.DataFrame) => table.filter(notBlank).filter(notHuman)],
  [
    "01-2",
    (table: pl.DataFrame) =>
      table
        .lazy()
        .filter(species.isIn(["blank", "human"]).not())
        .collectSync(),
  ],
  ["01-3", (count: string) => Number(count.replace(/\D.*/, ""))],
  ["01-4", (table: pl.DataFrame) => table.filter(agreement.gt(0.9)).filter(single)],
  [
    "01-6",
    (classes: string[], most: number) =>
      classes.map((_, place) => place).filter((place) => classes.slice(0, place).filter((name) => name === classes[place]).length < most),
  ],
])("%s takes a right answer of another make", async (id, answer) => {
  expect((await judged(id, answer)).status).toBe("PASS");
});

test.each<[Id, string, unknown, string]>([
  [
    "01-1",
    "a count",
    (values: string[], wanted: string) => values.filter((value) => value === wanted).length,
    "divided by how many values",
  ],
  [
    "01-1",
    "percent",
    (values: string[], wanted: string) => (100 * values.filter((value) => value === wanted).length) / values.length,
    "in percent",
  ],
  [
    "01-1",
    "the others",
    (values: string[], wanted: string) => values.filter((value) => value !== wanted).length / values.length,
    "all the others",
  ],
  ["01-2", "a condition that always holds", (table: pl.DataFrame) => table.filter(notBlank.or(notHuman)), "differ from both"],
  ["01-2", "humans left in", (table: pl.DataFrame) => table.filter(notBlank), "The humans are still in it"],
  ["01-2", "blanks left in", (table: pl.DataFrame) => table.filter(notHuman), "The blanks are still in it"],
  ["01-2", "the other way round", (table: pl.DataFrame) => table.filter(notBlank.and(notHuman).not()), "the other way round"],
  ["01-2", "no row", (table: pl.DataFrame) => table.filter(species.eq(pl.lit("blank")).and(species.eq(pl.lit("human")))), "No row is left"],
  ["01-2", "a lazy table", (table: pl.DataFrame) => table.lazy().filter(notBlank), "lazy table"],
  ["01-2", "a condition", () => notBlank, "the condition itself"],
  ["01-2", "lost columns", (table: pl.DataFrame) => table.filter(notBlank.and(notHuman)).select("question__species"), "capture_id is gone"],
  ["01-3", "Number", (count: string) => Number(count), "gives NaN"],
  ["01-3", "the most", (count: string) => Number(/\d+(?=\D*$)/.exec(count)?.[0]), "not the least"],
  ["01-3", "a digit", (count: string) => Number(count[0]), "only the first digit"],
  ["01-4", "0.9 as well", (table: pl.DataFrame) => table.filter(single.and(agreement.gtEq(0.9))), "exactly 0.9"],
  ["01-4", "only one animal", (table: pl.DataFrame) => table.filter(single), "only the first condition"],
  ["01-4", "only agreement", (table: pl.DataFrame) => table.filter(agreement.gt(0.9)), "only the second condition"],
  ["01-4", "either", (table: pl.DataFrame) => table.filter(single.or(agreement.gt(0.9))), "One of both conditions"],
  [
    "01-4",
    "missing values",
    (table: pl.DataFrame) => table.filter(single.and(agreement.gt(0.9).or(agreement.isNull()))),
    "value is missing",
  ],
  ["01-5", "captures", 3, "each picture gets a row"],
  ["01-5", "an outer join", 6, "An inner join keeps"],
  ["01-5", "every pair", 18, "Only rows with the same capture"],
  ["01-6", "of all together", (_: string[], most: number) => Array.from({ length: most }, (__, place) => place), "each class for itself"],
  ["01-6", "names", (classes: string[]) => classes, "their places"],
  ["01-6", "another order", (classes: string[], most: number) => exercises["01-6"].reference(classes, most).reverse(), "in another order"],
  ["01-6", "one too many", (classes: string[], most: number) => exercises["01-6"].reference(classes, most + 1), "One too many"],
])("%s explains %s", async (id, _, answer, words) => {
  const outcome = await judged(id, answer);
  expect(outcome.status).not.toBe("PASS");
  expect(outcome.message).toContain(words);
});

test.each(Object.keys(exercises) as Id[])("%s is not attempted as long as its sign stands there", async (id) => {
  const answer = id === "01-5" ? todo(id) : () => todo(id);
  expect((await judged(id, answer)).status).toBe("UNATTEMPTED");
});

test("01-5 takes 5 and doesn't give it away", async () => {
  for (const wrong of [3, 6, 18, "5", null]) expect((await judged("01-5", wrong)).wanted).toBeUndefined();
});
