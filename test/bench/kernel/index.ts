import { setTimeout as pause } from "node:timers/promises";
import type { BenchmarkOptions, BenchmarkResult } from "../benchmark.ts";
import { machine } from "../machine.ts";
import { type Row, row } from "../row.ts";
import { median } from "../statistics.ts";
import { contenders, nothingLeft } from "./contenders.ts";
import { Lane } from "./lane.ts";
import type { MeasuredKernel } from "./measured-kernel.ts";

/** What is measured, with its title and unit. */
const cases = {
  start: ["start, until it answers", "ms"],
  first: ["start, until the result of 1 + 1", "ms"],
  memory: ["memory then", "MB"],
  again: ["1 + 1 again", "ms"],
  unique: ["a new sum", "ms"],
  declaration: ["a declaration", "ms"],
  idle: ["processor while idle for 5 s", "ms"],
  library: ["import of TensorFlow.js, or Python's TensorFlow", "ms"],
  after: ["the cell after it", "ms"],
  memoryAfter: ["memory then, with the library", "MB"],
  engine: ["import and first use of the native engine", "ms"],
  course: ["then import of all that a notebook needs", "ms"],
  settled: ["a new sum after that and 100 cells", "ms"],
} as const;

type Case = keyof typeof cases;

const scales = {
  quick: { rounds: 1, cells: 5, idle: 0.5, before: 10 },
  full: { rounds: 3, cells: 20, idle: 5, before: 100 },
} as const;

/** After so many milliseconds the longest part, the middle of a notebook, is not repeated: a run is to end within four minutes. */
const enough = 100_000;

/**
 * The course kernel beside ipykernel, tslab as it is, and Deno's kernel, each timed from outside by the same client, from a request to
 * the last message of its answer. Times and memory: lower is better; memory is that of all processes of a kernel.
 */
export async function run({ quick, say, rounds }: BenchmarkOptions): Promise<BenchmarkResult> {
  const scale = { ...scales[quick ? "quick" : "full"], ...(rounds !== undefined && { rounds }) };
  const began = performance.now();
  const lanes = contenders().map((contender) => new Lane<Case>(contender));
  for (let round = 1; round <= scale.rounds; round++) {
    const tell = (lane: Lane<Case>, what: string): void => say(`Round ${round} of ${scale.rounds}, ${lane.contender.name}: ${what}`);
    try {
      for (const lane of lanes) {
        tell(lane, "start and small cells");
        await small(lane, scale.cells);
      }
      await Promise.all(lanes.map((lane) => lane.measure("idle", (kernel) => idle(kernel, scale.idle)))); // nobody computes: all at once
      for (const lane of lanes) {
        tell(lane, "import of a library");
        await library(lane);
      }
    } finally {
      for (const lane of lanes) await lane.stop();
    }
    if (round > 1 && performance.now() - began > enough) continue;
    for (const lane of lanes) {
      tell(lane, "in the middle of a notebook");
      await course(lane, scale).finally(() => lane.stop());
    }
  }
  const versions = Object.fromEntries(lanes.map((lane) => [lane.contender.name, lane.version]));
  return {
    name: "kernel",
    figures: "Medians of interleaved rounds, and in a round of repeated cells",
    rows: (Object.keys(cases) as Case[]).map((name) => rowOf(name, lanes)),
    machine: machine(versions),
  };
}

/** A fresh kernel and its first small cells. */
async function small(lane: Lane<Case>, cells: number): Promise<void> {
  await lane.start();
  await lane.measure("start", async (kernel) => kernel.startTime);
  await lane.measure("first", async (kernel) => {
    await kernel.time("1 + 1");
    return kernel.sinceStart();
  });
  await lane.measure("memory", memory);
  await lane.measure("again", (kernel) => repeated(kernel, cells, () => "1 + 1"));
  await lane.measure("unique", (kernel) => repeated(kernel, cells, (index) => `${index} + 2`));
  await lane.measure("declaration", (kernel) => repeated(kernel, cells, lane.contender.cells.declaration));
}

async function library(lane: Lane<Case>): Promise<void> {
  await lane.measure("library", (kernel) => kernel.time(lane.contender.cells.library));
  await lane.measure("after", (kernel) => kernel.time("1 + 3"));
  await lane.measure("memoryAfter", memory);
}

/** A fresh kernel in the middle of a notebook. */
async function course(lane: Lane<Case>, scale: { readonly cells: number; readonly before: number }): Promise<void> {
  const { cells } = lane.contender;
  const once = await lane.start(); // its files, a gigabyte of them, are in memory then: which contender comes first does not matter
  await once?.time(cells.engine).catch(() => undefined); // what is wrong the measured one tells
  await lane.stop();
  await lane.start();
  await lane.measure("engine", (kernel) => kernel.time(cells.engine));
  const { course } = cells;
  if (course === undefined) lane.leaveOut("course", nothingLeft);
  else await lane.measure("course", (kernel) => kernel.time(course), ["engine"]);
  await lane.measure(
    "settled",
    async (kernel) => {
      for (let index = 0; index < scale.before; index++) await kernel.time(index % 2 ? `${index} + 4` : cells.declaration(index));
      return repeated(kernel, scale.cells, (index) => `${index} + 5`);
    },
    course === undefined ? ["engine"] : ["engine", "course"],
  );
}

async function repeated(kernel: MeasuredKernel, cells: number, code: (index: number) => string): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < cells; index++) times.push(await kernel.time(code(index)));
  return median(times);
}

/** Milliseconds of processor time that count as none: what a kernel takes for one turn of its loop. */
const smallest = 0.1;

async function idle(kernel: MeasuredKernel, seconds: number): Promise<number> {
  await pause(1000); // what the last cell has left to do
  const before = await kernel.use();
  await pause(seconds * 1000);
  return Math.max(smallest, (await kernel.use()).processor - before.processor);
}

const memory = async (kernel: MeasuredKernel): Promise<number> => (await kernel.use()).memory / 1e6;

/** A row beside those that have a figure: one that is missing or can't do the case is named, and the ratio is taken without it. */
function rowOf(name: Case, lanes: readonly Lane<Case>[]): Row {
  const [title, unit] = cases[name];
  const [ours, ...peers] = lanes.map((lane) => [lane.contender.name, lane.outcome(name)] as const);
  const part = (able: boolean) => Object.fromEntries(peers.filter(([, outcome]) => "why" in outcome !== able));
  return row({
    case: title,
    unit,
    better: "lower",
    ours: ours?.[1] ?? { why: "did not take part" },
    counted: part(true),
    shown: part(false),
  });
}
