import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../base/index.ts";
import { progress } from "../../plot/index.ts";
import { fetchFile, fetchFolder } from "../catalog/index.ts";
import { inParallel } from "../in-parallel.ts";
import { readTable } from "../table/index.ts";

/** What a review says of its film. */
export type Sentiment = "negative" | "positive";

/** A film review of IMDB. */
export interface Review {
  /** The file's name without its ending and its rating, such as `7`: unique among those of its label. */
  readonly id: string;
  readonly label: Sentiment;
  /** Stars that the reviewer gave, 1 … 10; never 5 or 6. */
  readonly rating: number;
  readonly text: string;
}

/** A film review of fastai's sample. */
export interface SampledReview {
  readonly label: Sentiment;
  readonly text: string;
  /** Whether it belongs to the 200 that are kept for validation. */
  readonly isValid: boolean;
}

const sentiments = { negative: "neg", positive: "pos" } as const;

/**
 * 1,000 film reviews of IMDB as fastai's lessons have them: 800 to train on, 200 to validate.
 *
 * Maas and others, "Learning Word Vectors for Sentiment Analysis", ACL 2011.
 *
 * @throws Problem when they can't be had
 * @example
 * const { rows } = await datasets.imdbSample();
 * const train = rows.filter(({ isValid }) => !isValid);
 */
export async function imdbSample(): Promise<{ readonly rows: readonly SampledReview[] }> {
  const table = await readTable(await fetchFile("imdb-sample", "texts.csv"), { columns: ["label", "text", "is_valid"] });
  const rows = table.toRecords() as { readonly label: Sentiment; readonly text: string; readonly is_valid: unknown }[];
  return { rows: rows.map(({ label, text, is_valid }) => ({ label, text, isValid: /^true$/i.test(String(is_valid)) })) };
}

/**
 * 50,000 film reviews of IMDB, half to train on and half to test, as many negative as positive.
 *
 * Maas and others, "Learning Word Vectors for Sentiment Analysis", ACL 2011.
 *
 * @throws Problem when they can't be had
 */
export async function imdb(): Promise<{ readonly train: readonly Review[]; readonly test: readonly Review[] }> {
  const folder = await fetchFolder("imdb", "aclImdb");
  return { train: await readReviews(join(folder, "train")), test: await readReviews(join(folder, "test")) };
}

/** The reviews in the folders `neg` and `pos`, a file each: `ID_RATING.txt`. */
async function readReviews(folder: string): Promise<Review[]> {
  const files: { readonly label: Sentiment; readonly name: string }[] = [];
  for (const label of ["negative", "positive"] as const) {
    const names = await readdir(join(folder, sentiments[label])).catch((cause) => {
      throw new Problem("wrong-content", `Expected the folder ${sentiments[label]} of reviews in ${folder} but it is not there`, {
        hint: "Run npx descent data verify imdb to see what is missing.",
        cause,
      });
    });
    for (const name of names.filter((candidate) => /^\d+_\d+\.txt$/.test(candidate)).sort(byNumber)) files.push({ label, name });
  }
  const reviews = new Array<Review>(files.length);
  const bar = progress({ title: `Reading ${folder}`, total: files.length, unit: "review" });
  await inParallel(files.length, async (index) => {
    const { label, name } = files[index] as { label: Sentiment; name: string };
    const [id = "", rating = ""] = name.slice(0, -".txt".length).split("_");
    reviews[index] = { id, label, rating: Number(rating), text: await readFile(join(folder, sentiments[label], name), "utf8") };
    bar.advance();
  }).catch((error) => {
    bar.fail();
    throw error;
  });
  bar.done();
  return reviews;
}

const byNumber = (a: string, b: string): number => Number.parseInt(a, 10) - Number.parseInt(b, 10);
