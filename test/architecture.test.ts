import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/base/paths.ts";

const lib = join(projectRoot, "lib");

/** Which rooms each room may import: arrows point one way. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  plot: ["base"],
  exercise: ["base"],
  notebook: ["base"],
  device: ["base", "plot"],
  data: ["base", "plot", "device"],
  nn: ["base", "plot", "device"],
  compile: ["base", "device"],
  speed: ["base", "plot", "device"],
  train: ["base", "plot", "device", "data", "nn", "compile"],
  vision: ["base", "plot", "device", "data", "nn", "train"],
  course: ["base", "plot", "exercise", "notebook", "device", "data", "compile", "speed", "leaderboard"],
  leaderboard: ["base", "data"],
  kernel: ["base", "plot", "notebook"],
  setup: ["base", "plot", "device", "kernel", "notebook", "leaderboard"],
};

/** Rooms whose processes must stay small and start fast. */
const withoutTensorFlow = ["base", "plot", "exercise", "notebook", "leaderboard", "kernel"];

interface Import {
  readonly from: string;
  readonly to: string;
  /** Erased before the code runs. */
  readonly typeOnly: boolean;
}

const files = globSync("**/*.ts", { cwd: lib }).map((name) => join(lib, name));
const roomOf = (file: string): string => relative(lib, file).split(sep)[0] ?? "";

const imports: Import[] = files.flatMap((from) =>
  [
    ...readFileSync(from, "utf8").matchAll(
      /^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)";|^import\s+"([^"]+)";|\bimport\("([^"]+)"\)/gm,
    ),
  ].map((match) => {
    const name = match[2] ?? match[3] ?? match[4] ?? "";
    return { from, to: name.startsWith(".") ? resolve(dirname(from), name) : name, typeOnly: Boolean(match[1]) };
  }),
);

test("arrows between rooms point one way", () => {
  const between = imports.filter(({ from, to }) => to.startsWith(lib) && roomOf(from) !== roomOf(to) && roomOf(from) !== "cli.ts");
  expect(between.length).toBeGreaterThan(20);
  const wrong = between.filter(({ from, to }) => !arrows[roomOf(from)]?.includes(roomOf(to)));
  expect(wrong.map(({ from, to }) => `${relative(lib, from)} → ${relative(lib, to)}`)).toEqual([]);
});

test("only lib/device imports TensorFlow.js", () => {
  const wrong = imports.filter(({ from, to }) => to.startsWith("@tensorflow/") && roomOf(from) !== "device");
  expect(wrong.map(({ from }) => relative(lib, from))).toEqual([]);
});

test("what must stay light never loads TensorFlow.js, however far its imports lead", () => {
  const loads = imports.filter(({ typeOnly }) => !typeOnly);
  for (const room of withoutTensorFlow) {
    const seen = new Set(files.filter((file) => roomOf(file) === room));
    for (const file of seen) for (const { from, to } of loads) if (from === file && to.startsWith(lib)) seen.add(to);
    expect([...seen].filter((file) => roomOf(file) === "device").map((file) => `${room} → ${relative(lib, file)}`)).toEqual([]);
  }
});
