import type { Random } from "../../base/random.ts";
import type { tf } from "../../device/index.ts";
import { type Data, equals, exercise, fractionClose, type Verdict } from "../../exercise/index.ts";
import { inTimes, measuredSpeedup } from "./measured-speedup.ts";
import { nestedPixels, type PictureSize, randomPictures, scaledPixels } from "./pictures.ts";

type ToBatch = (pictures: readonly Uint8Array[], height: number, width: number) => Promise<tf.Tensor> | tf.Tensor;
interface BatchCase extends PictureSize {
  readonly pictures: readonly Uint8Array[];
  /** Whether it is measured besides. */
  readonly timed: boolean;
}
/** What came of one case; the speedup of the timed one only. */
interface Tried {
  readonly [part: string]: Data;
  readonly images: { readonly shape: readonly number[]; readonly values: readonly number[] };
  readonly type: string;
  /** Tensors that were made, the batch among them, and those of the others that were not freed. */
  readonly made: number;
  readonly left: number;
  readonly speedup: number | undefined;
}

/** One transfer is many times as fast as one for each picture; this is far below that, and far above noise. */
const enough = 2;

/** 04-2: one transfer for a whole batch. */
export const wholeBatch = exercise<ToBatch, BatchCase>({
  points: 3,
  hints: [
    "Make one Float32Array for all pictures: new Float32Array(pictures.length * height * width * 3).",
    "Picture number n begins at place n * height * width * 3. A loop writes its bytes there, divided by 255.",
    "return tf.tensor4d(values, [pictures.length, height, width, 3]); is the only call into TensorFlow.",
  ],
  reference: async (pictures, height, width) => {
    const { tf } = await import("../../device/index.ts");
    return tf.tensor4d(scaledPixels(pictures), [pictures.length, height, width, 3]); // [N, H, W, 3]
  },
  cases: ({ random }) => batchCases(random),
  apply: tryBatch,
  judge: ({ outputs, cases }) => judgeBatches(outputs, cases),
});

/** Sizes that are not square, so that swapped axes show, and one large enough to be measured. */
function batchCases(random: Random): readonly BatchCase[] {
  const some = (count: number, { height, width }: PictureSize): BatchCase => {
    return { pictures: randomPictures(random, { count, bytes: height * width * 3 }), height, width, timed: false };
  };
  return [some(2, { height: 3, width: 5 }), some(1, { height: 4, width: 2 }), { ...some(24, { height: 32, width: 24 }), timed: true }];
}

async function tryBatch(answer: ToBatch, { pictures, height, width, timed }: BatchCase): Promise<Tried | unknown> {
  const { tf } = await import("../../device/index.ts");
  const onePerPicture = (): tf.Tensor =>
    tf.tidy(() => tf.stack(pictures.map((picture) => tf.tensor3d(nestedPixels(picture, { height, width })).div(255)))); // [N, H, W, 3]
  const before = tf.memory().numTensors;
  const first = nextNumber(tf);
  const images: unknown = await answer(pictures, height, width);
  const made = nextNumber(tf) - first - 1;
  if (!(images instanceof tf.Tensor)) return images;
  const left = tf.memory().numTensors - before - 1;
  const { shape, dtype } = images;
  const values = Array.from(await images.data<"float32">());
  images.dispose();
  const speedup = timed ? await measuredSpeedup({ slow: onePerPicture, fast: () => answer(pictures, height, width) }, enough) : undefined;
  return { images: { shape: [...shape], values }, type: dtype, made, left, speedup };
}

/** The number of a tensor made now: they are numbered as they are made. */
function nextNumber(numbers: typeof tf): number {
  const probe = numbers.scalar(0);
  probe.dispose();
  return probe.id;
}

function isTried(output: Data): output is Tried {
  return typeof output === "object" && output !== null && "images" in output;
}

function judgeBatches(outputs: readonly Data[], cases: readonly BatchCase[]): Verdict {
  const tried = outputs.filter(isTried);
  if (tried.length < outputs.length) return { fraction: 0, message: "Give back a tensor: tf.tensor4d(values, [count, height, width, 3])." };
  const right = fractionClose(
    tried.map(({ images }) => images),
    cases.map(({ pictures, height, width }) => ({
      shape: [pictures.length, height, width, 3],
      values: Array.from(scaledPixels(pictures)),
    })),
    1e-5,
    {
      name: (index) => `${cases[index]?.pictures.length} pictures of ${cases[index]?.height} × ${cases[index]?.width}`,
      explain: (output, index) => explainBatch(output, cases[index]),
    },
  );
  // Half of the points are for the right numbers, half for the speed.
  if (right.fraction < 1) return { ...right, fraction: right.fraction / 2 };
  const half = (message: string): Verdict => ({ fraction: 0.5, message: `The numbers are right, but ${message}` });
  const [type] = tried.map(({ type }) => type);
  if (type !== "float32") return half(`of type ${type}: a network wants float32.`);
  const [left, made] = [Math.max(...tried.map((one) => one.left)), tried.at(-1)?.made ?? 0];
  if (left > 0) return half(`${left} tensors besides the batch are never freed: is each picture made a tensor?`);
  const count = cases.at(-1)?.pictures.length ?? 0;
  if (made >= count)
    return half(`${made} tensors are made for ${count} pictures: write all of them into one Float32Array, and make one tensor of that.`);
  const speedup = Math.max(...tried.map((one) => one.speedup ?? 0));
  if (speedup < enough)
    return half(
      `it is only ${inTimes(speedup)} as one transfer for each picture: fill one Float32Array in a plain loop and hand it over once.`,
    );
  return { fraction: 1, message: `Right, and ${inTimes(speedup)} as one transfer for each picture.` };
}

function explainBatch(output: Data, input: BatchCase | undefined): string | undefined {
  if (!input || typeof output !== "object" || output === null || !("values" in output) || !("shape" in output)) return undefined;
  const { values, shape } = output;
  if (!Array.isArray(values) || !Array.isArray(shape)) return undefined;
  const { pictures, height, width } = input;
  const bytes = pictures.flatMap((picture) => Array.from(picture));
  if (equals(shape, [pictures.length, width, height, 3]).fraction === 1 && width !== height)
    return "Height comes before width: rows first.";
  if (equals(values, bytes).fraction === 1) return "The values are bytes still: divide them by 255.";
  if (pictures.length > 1 && values.slice(bytes.length / pictures.length).every((value) => value === 0))
    return "Only the first picture came: picture number n begins at place n * height * width * 3.";
  return undefined;
}
