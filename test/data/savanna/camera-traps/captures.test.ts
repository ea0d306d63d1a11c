import fc from "fast-check";
import { expect, test } from "vitest";
import { type Capture, planCaptures } from "../../../../lib/data/savanna/camera-traps/captures.ts";
import { drawDamage } from "../../../../lib/data/savanna/camera-traps/damage.ts";
import { abundance } from "../../../../lib/data/savanna/camera-traps/sightings.ts";
import { annotationsCsv, imagesCsv } from "../../../../lib/data/savanna/camera-traps/tables.ts";

const captures = planCaptures("park", 1000);

interface Row {
  readonly [column: string]: string;
}

/** The rows of a CSV text in which no cell is quoted. */
function parse(csv: string): Row[] {
  const [header = [], ...rows] = csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
}

const annotations = parse(annotationsCsv("park", captures));
const images = parse(imagesCsv(captures));

/** What a learner does: nobody and nothing but one animal that more than nine of ten agree on. */
function cleaned(rows: readonly Row[]): Row[] {
  const perCapture = Map.groupBy(rows, ({ capture_id }) => capture_id);
  return rows.filter(
    (row) =>
      !["blank", "human"].includes(row["question__species"] ?? "") &&
      perCapture.get(row["capture_id"])?.length === 1 &&
      row["question__count_median"] === "1" &&
      Number(row["p_users_identified_this_species"]) > 0.9,
  );
}

test("after the cleaning the classes are of unequal size, four of them around a thousand, the others far below 500", () => {
  const speciesOf = new Map(cleaned(annotations).map((row) => [row["capture_id"], row["question__species"] ?? ""]));
  const counts: Record<string, number> = {};
  for (const { capture_id } of images) {
    const name = speciesOf.get(capture_id);
    if (name) counts[name] = (counts[name] ?? 0) + 1;
  }
  expect(Object.keys(counts).sort()).toEqual(Object.keys(abundance).sort());
  for (const [name, part] of Object.entries(abundance)) {
    // A few that people named wrongly are left, as in reality.
    expect(Math.abs((counts[name] ?? 0) - 1000 * part)).toBeLessThan(0.01 * 1000 * part + 4);
  }
});

test("most rows are blank, some human, and neither humans nor most of the blanks have pictures", () => {
  const part = (species: string): number => annotations.filter((row) => row["question__species"] === species).length / annotations.length;
  expect(part("blank")).toBeGreaterThan(0.6);
  expect(part("human")).toBeGreaterThan(0.03);
  const withPictures = new Set(images.map(({ capture_id }) => capture_id));
  const shown = annotations.filter(({ capture_id }) => withPictures.has(capture_id));
  expect(shown.filter((row) => row["question__species"] === "human")).toEqual([]);
  const blanks = shown.filter((row) => row["question__species"] === "blank").length;
  expect(blanks).toBeGreaterThan(20);
  expect(blanks).toBeLessThan(300);
});

test("has the troubles that a cleaning has to meet", () => {
  const some = (name: string, wanted: (value: string) => boolean): boolean => annotations.some((row) => wanted(row[name] ?? ""));
  expect(some("question__count_median", (value) => value === "11-50")).toBe(true);
  expect(some("question__count_median", (value) => value === "51+")).toBe(true);
  expect(some("p_users_identified_this_species", (value) => value === "")).toBe(true);
  expect(some("p_users_identified_this_species", (value) => value === "0.9")).toBe(true);
  expect(some("p_users_identified_this_species", (value) => Number(value) > 0 && Number(value) < 0.5)).toBe(true);
  expect(some("capture_time_local", (value) => value === "")).toBe(true);
  expect(annotations.some((row) => row["question__count_max"] !== row["question__count_min"])).toBe(true);
  expect(new Set(annotations.map((row) => row["capture_id"])).size).toBeLessThan(annotations.length); // two species in one
});

test("agreement and evenness are what votes give: all agree where the evenness is 0, and only there", () => {
  const rated = annotations.flatMap((row) => {
    const [agreement, evenness] = [row["p_users_identified_this_species"] ?? "", row["pielous_evenness_index"] ?? ""];
    return agreement === "" ? [] : [{ agreement: Number(agreement), evenness: Number(evenness) }];
  });
  expect(rated.length).toBeGreaterThan(9000);
  expect(rated.filter(({ agreement }) => !(agreement > 0 && agreement <= 1))).toEqual([]);
  expect(rated.filter(({ evenness }) => !(evenness >= 0 && evenness <= 1))).toEqual([]);
  expect(rated.filter(({ agreement, evenness }) => (agreement === 1) !== (evenness === 0))).toEqual([]);
});

test("for any seed: ids and paths all different, times in order on a card, pictures numbered in that order", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), (seed, perClass) => {
      const plan = planCaptures(seed, perClass);
      expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
      const paths = plan.flatMap((capture) => capture.paths);
      expect(new Set(paths).size).toBe(paths.length);
      expect([...paths].sort()).toEqual(paths);
      const cards = Map.groupBy(plan, ({ season, site, roll }: Capture) => `${season} ${site.name} ${roll}`);
      for (const card of cards.values()) {
        const times = card.map(({ date, time }) => `${date} ${time}`);
        expect([...times].sort()).toEqual(times);
        expect(card.map(({ number }) => number)).toEqual(card.map((_, index) => index + 1));
      }
      expect([...drawDamage(seed, plan).keys()].every((path) => paths.includes(path))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("a site has its favourites: species are unevenly spread", () => {
  const [zebras, lions] = ["zebra", "lion"].map((name) => {
    const own = captures.filter(({ species }) => species[0] === name);
    return new Map([...Map.groupBy(own, ({ site }) => site.name)].map(([site, list]) => [site, list.length / own.length]));
  });
  const ratios = [...(zebras ?? [])].map(([site, part]) => part / (lions?.get(site) ?? 0.001));
  expect(Math.max(...ratios) / Math.min(...ratios)).toBeGreaterThan(4);
});
