import type { Curve } from "../../plot/lines.ts";
import type { Sample } from "./sample.ts";

const gigabyte = 1e9;

type Curves = Readonly<Record<string, Curve>>;

/** Percent of what the processor and the GPU could do. */
export function useCurves(samples: readonly Sample[]): Curves {
  return { CPU: curve(samples, ({ cpu }) => cpu), ...ifKnown({ GPU: curve(samples, ({ gpu }) => gpu?.use) }) };
}

/** Memory in GB. */
export function memoryCurves(samples: readonly Sample[]): Curves {
  return {
    process: curve(samples, ({ processBytes }) => processBytes / gigabyte),
    tensors: curve(samples, ({ tensorBytes }) => tensorBytes / gigabyte),
    ...ifKnown({ "GPU memory": curve(samples, ({ gpu }) => gpu?.bytes && gpu.bytes / gigabyte) }),
  };
}

interface Points {
  readonly x: number[];
  readonly y: number[];
}

/** The samples that have the value. */
function curve(samples: readonly Sample[], value: (sample: Sample) => number | undefined): Points {
  const points = samples.map((sample) => ({ x: sample.seconds, y: value(sample) }));
  const known = points.filter((point): point is { x: number; y: number } => point.y !== undefined);
  return { x: known.map(({ x }) => x), y: known.map(({ y }) => y) };
}

const ifKnown = (curves: Readonly<Record<string, Points>>): Curves =>
  Object.fromEntries(Object.entries(curves).filter(([, { x }]) => x.length > 0));
