import type { Random } from "../../base/random.ts";
import type { tf } from "../../device/index.ts";
import { type Data, exercise, fractionClose, type Verdict } from "../../exercise/index.ts";
import { randomPictures } from "./pictures.ts";

type Contrasts = (batches: AsyncIterable<tf.Tensor4D>) => Promise<number[]>;
interface LoopCase {
  /** Bytes of each batch of two pictures of 3 × 4 pixels. */
  readonly batches: readonly Uint8Array[];
}
/** What came of a loop over some batches. */
interface Tried {
  readonly [part: string]: Data;
  readonly contrasts: Data;
  /** Tensors more after the loop than before. */
  readonly left: number;
  /** Tensors more at the last batch than at the first. */
  readonly grown: number;
  /** Batches that the loop freed, though they were only lent. */
  readonly freed: number;
}

const shape = [2, 3, 4, 3] as const;
const bytesOfBatch = 2 * 3 * 4 * 3;

/** 04-3: a loop without leaks. */
export const tidyLoop = exercise<Contrasts, LoopCase>({
  points: 3,
  hints: [
    "Four tensors are made for each batch, each by a call: mean, max, min, sub. Which of them is still needed after the calculation?",
    "const contrast = tf.tidy(() => { … return grey.max().sub(grey.min()); }); frees all but what it returns. An await can't stand inside.",
    "After values.push((await contrast.data())[0] ?? 0) comes contrast.dispose(). The batch itself is only lent: leave it alone.",
  ],
  reference: async (batches) => {
    const { tf } = await import("../../device/index.ts");
    const contrasts: number[] = [];
    for await (const images of batches) {
      const contrast = tf.tidy(() => {
        const grey = images.mean(3); // [N, H, W]
        return grey.max().sub(grey.min());
      });
      contrasts.push((await contrast.data())[0] ?? 0);
      contrast.dispose();
    }
    return contrasts;
  },
  cases: ({ random }) => [2, 5].map((count) => ({ batches: batchesOf(random, count) })),
  apply: tryLoop,
  judge: ({ outputs, cases }) => judgeLoops(outputs, cases),
});

/** Batches whose contrasts lie far apart. */
function batchesOf(random: Random, count: number): Uint8Array[] {
  return randomPictures(random, { count, bytes: bytesOfBatch }).map((bytes, batch) => bytes.map((byte) => byte / (batch + 1)));
}

async function tryLoop(answer: Contrasts, { batches }: LoopCase): Promise<Tried> {
  const { tf } = await import("../../device/index.ts");
  const counts: number[] = [];
  let freed = 0;
  async function* lent(): AsyncGenerator<tf.Tensor4D> {
    for (const bytes of batches) {
      const images = tf.tensor4d(Float32Array.from(bytes), [...shape]); // [2, 3, 4, 3]
      counts.push(tf.memory().numTensors);
      try {
        yield images;
      } finally {
        if (images.isDisposed) freed += 1;
        else images.dispose();
      }
    }
  }
  const before = tf.memory().numTensors;
  const contrasts: unknown = await answer(lent());
  const left = tf.memory().numTensors - before;
  const grown = (counts.at(-1) ?? 0) - (counts[0] ?? 0);
  return { contrasts: contrasts as Data, left, grown, freed };
}

/** The contrast of a batch, without tensors: the brightest minus the darkest pixel, each the mean of its three colours. */
function contrastOf(bytes: Uint8Array): number {
  const greys = Array.from(
    { length: bytes.length / 3 },
    (_, pixel) => bytes.subarray(3 * pixel, 3 * pixel + 3).reduce((sum, byte) => sum + byte) / 3,
  );
  return Math.max(...greys) - Math.min(...greys);
}

function judgeLoops(outputs: readonly Data[], cases: readonly LoopCase[]): Verdict {
  const tried = outputs as readonly Tried[];
  const right = fractionClose(
    tried.map(({ contrasts }) => contrasts),
    cases.map(({ batches }) => batches.map(contrastOf)),
    1e-3,
    { name: (index) => `${cases[index]?.batches.length} batches`, explain: (output, index) => explainContrasts(output, cases[index]) },
  );
  // Half of the points are for the right numbers, half for what is left behind.
  if (right.fraction < 1) return { ...right, fraction: right.fraction / 2 };
  const last = tried.at(-1);
  const batches = cases.at(-1)?.batches.length ?? 1;
  if (!last) return { fraction: 0, message: "Nothing came." };
  const half = (message: string): Verdict => ({ fraction: 0.5, message: `The numbers are right, but ${message}` });
  if (last.freed > 0) return half("the batches were freed. They are only lent: who made them frees them, and may need them once more.");
  if (last.left === batches)
    return half("one tensor is left behind for each batch: what tidy returns is yours to dispose, once it is read.");
  if (last.left > 0)
    return half(`${last.left} tensors are left behind after ${batches} batches. Each call (mean, max, min, sub) makes one.`);
  if (last.grown > 0)
    return half(`tensors pile up until the end, ${last.grown} after ${batches} batches. Free them batch by batch: an epoch has thousands.`);
  return { fraction: 1, message: `Right, and after ${batches} batches there are as many tensors as before.` };
}

function explainContrasts(output: Data, input: LoopCase | undefined): string | undefined {
  if (!input || !Array.isArray(output)) return undefined;
  if (output.length < input.batches.length) return "Batches were left out: each gives a number.";
  if (output.some((value) => typeof value === "number" && value < 0)) return "It is the largest minus the smallest.";
  return undefined;
}
