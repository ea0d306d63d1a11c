import { createRequire } from "node:module";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { cleanCameraTraps, limitClasses } from "../../../lib/data/camera-traps/index.ts";
import { pl, readTable } from "../../../lib/data/table/index.ts";
import { serve } from "../worker.ts";
import { files } from "./data.ts";

const species = pl.col("question__species");
const agreement = pl.col("p_users_identified_this_species");
const streaming = { engine: "streaming" } as const;

/** Facts of a result, by which the contenders are seen to have done the same. */
type Facts = Readonly<Record<string, number>>;
const sizeOf = (table: pl.DataFrame): Facts => ({ rows: table.shape.height });

type Work = () => Promise<Facts> | Facts;

async function works(folder: string): Promise<Readonly<Record<string, Work>>> {
  const path = join(folder, files.annotations);
  const annotations = await readTable(path);
  const pictures = await readTable(join(folder, files.images));
  return {
    read: async () => sizeOf(await readTable(path)),
    filter: () => {
      const seen = species.neq(pl.lit("blank")).and(species.neq(pl.lit("human")));
      return sizeOf(
        annotations
          .lazy()
          .filter(seen.and(agreement.gt(0.9)))
          .collectSync(streaming),
      );
    },
    group: () => {
      const means = [pl.len().alias("rows"), agreement.mean().alias("agreement"), pl.col("question__standing").mean().alias("standing")];
      const groups = annotations
        .lazy()
        .groupBy("question__species", false)
        .agg(...means)
        .collectSync(streaming);
      return { ...sizeOf(groups), agreement: groups.getColumn("agreement").sum(), standing: groups.getColumn("standing").sum() };
    },
    join: () => sizeOf(annotations.lazy().join(pictures.lazy(), { on: "capture_id", how: "inner" }).collectSync(streaming)),
    sample: () => sizeOf(limitClasses(annotations, { atMost: 1000, seed: 1 })),
    clean: () => {
      const { pictures: clean, report } = cleanCameraTraps(annotations, pictures);
      return { ...sizeOf(clean), all: report.steps.reduce((sum, { rows, species }) => sum + rows + species, 0) };
    },
  };
}

let known: Readonly<Record<string, Work>> = {};

function workFor(task: unknown): Work {
  const work = known[String(task)];
  if (!work) throw new RangeError(`Expected one of ${Object.keys(known).join(", ")} but got ${task}`);
  return work;
}

async function measure(task: unknown, repeats: number): Promise<{ seconds: number; facts: Facts }> {
  const work = workFor(task);
  let facts: Facts = {};
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) {
    facts = await work();
    await setImmediate(); // as between two cells: Node frees the memory of tables that nobody holds any more when it comes to rest
  }
  return { seconds: (performance.now() - start) / 1000, facts };
}

await serve({
  start: async ({ folder }) => {
    known = await works(String(folder));
    const { version } = createRequire(import.meta.url)("nodejs-polars/package.json") as { readonly version: string };
    return { versions: { "nodejs-polars": version, polars: String(pl.version) } };
  },
  prepare: async ({ task, batch }) => {
    await measure(task, 1);
    const { seconds, facts } = await measure(task, 1);
    return { secondsPerItem: seconds / Number(batch), facts };
  },
  measure: async ({ task, batch, items }) => ({ ...(await measure(task, Number(items) / Number(batch))), items }),
});
