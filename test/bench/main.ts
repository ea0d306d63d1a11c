import { parseArgs } from "node:util";
import { messageOf, Problem } from "../../lib/base/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { table } from "./table.ts";

const benchmarks: Readonly<Record<string, { readonly title: string; load(): Promise<Benchmark> }>> = {
  accuracy: {
    title: "seconds until 90 % on Fashion-MNIST, with the same network and recipe in PyTorch",
    load: () => import("./accuracy/index.ts"),
  },
  infer: {
    title: "predictions of a small CNN and of ResNet-18, by every engine here, beside Keras and PyTorch",
    load: () => import("./infer/index.ts"),
  },
  kernel: {
    title: "the course kernel beside ipykernel, tslab as it is, and Deno's: start, cells, imports, memory",
    load: () => import("./kernel/index.ts"),
  },
  loader: {
    title: "loading and augmenting photos, first epoch and cached, beside PyTorch's DataLoader with Pillow",
    load: () => import("./loader/index.ts"),
  },
  train: {
    title: "training of a small CNN and of ResNet-18, by every engine here, beside Keras and PyTorch",
    load: () => import("./train/index.ts"),
  },
  transfer: {
    title: "transfer learning on photos of monkeys: fine-tuned and frozen features beside training from scratch, three seeds",
    load: () => import("./transfer/index.ts"),
  },
  table: {
    title: "filter, group, join, sample and cleaning of a table of 2.7 million rows, beside pandas and polars in Python",
    load: () => import("./table/index.ts"),
  },
};

const usage = `npm run bench -- NAME [--json] [--quick] [--rounds N]

${Object.entries(benchmarks)
  .map(([name, { title }]) => `  ${name}  ${title}`)
  .join("\n")}

  --json      one JSON document on stdout instead of a table
  --quick     less work in fewer rounds: shows that all runs, its figures are rough
  --rounds N  interleaved rounds behind each median

The peers come from a Python environment of their own: npm run bench:peers makes it.`;

/** Runs the benchmark that the arguments name. @returns the exit code: 0 done, 1 failed, 2 wrong usage */
export async function main(args: readonly string[]): Promise<number> {
  const wanted = read(args);
  if (typeof wanted === "string") {
    process.stderr.write(`${wanted}\n\n${usage}\n`);
    return 2;
  }
  if (wanted.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  try {
    const benchmark = await wanted.load();
    const result = await shownOnStderr(() => benchmark.run({ ...wanted.options, say: (line) => process.stderr.write(`${line}\n`) }));
    process.stdout.write(`${wanted.json ? JSON.stringify(result) : table(result)}\n`);
    return result.rows.some(({ ours }) => ours !== null) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${error instanceof Problem ? `${error.hint}\n` : ""}`);
    return 1;
  }
}

/** Stdout is for the result alone: what a benchmark shows on its way (tables of a fit) goes to stderr. */
async function shownOnStderr<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

type Wanted = { help: true } | { help: false; json: boolean; load(): Promise<Benchmark>; options: { quick: boolean; rounds?: number } };

/** The arguments understood, or what is wrong with them. */
function read(args: readonly string[]): Wanted | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return messageOf(error);
  }
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  const [name, ...rest] = positionals;
  const benchmark = name === undefined ? undefined : benchmarks[name];
  if (!benchmark || rest.length > 0) {
    return `Expected the name of one benchmark (${Object.keys(benchmarks).join(", ")}) but got ${positionals.join(" ") || "none"}`;
  }
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    return `Expected --rounds to be a positive integer but got ${values.rounds}`;
  }
  return {
    help: false,
    json: values.json,
    load: benchmark.load,
    options: { quick: values.quick, ...(rounds === undefined ? {} : { rounds }) },
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
