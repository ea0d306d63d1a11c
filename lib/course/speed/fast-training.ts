import type { Random } from "../../base/random.ts";
import type { tf } from "../../device/index.ts";
import { type Data, exercise, fractionClose, type Verdict } from "../../exercise/index.ts";
import { inTimes, measuredSpeedup } from "./measured-speedup.ts";
import { nestedPixels, randomPictures, scaledPixels } from "./pictures.ts";
import { type Regression, regressionStep, trainedByHand } from "./regression.ts";

/** Trains on a batch, changes the weights and gives the loss. */
type Step = (images: tf.Tensor4D, labels: tf.Tensor1D) => tf.Scalar;
/** Goes over all pictures once, in their order; gives the loss of each batch. */
type Epoch = (pictures: readonly Uint8Array[], labels: readonly number[]) => Promise<number[]>;
type FastTraining = (step: Step, shape: readonly [batch: number, height: number, width: number]) => Epoch | Promise<Epoch>;

interface TrainingCase {
  readonly regression: Regression;
  readonly batchSize: number;
  /** Pictures and labels of each epoch. */
  readonly epochs: readonly { readonly pictures: readonly Uint8Array[]; readonly labels: readonly number[] }[];
}
interface Tried {
  readonly [part: string]: Data;
  /** Of each epoch. */
  readonly losses: Data;
  /** After the last epoch. */
  readonly weights: readonly number[];
  /** Tensors that further epochs left behind. */
  readonly left: number;
  /** Batches of such an epoch in which the step's own code ran; undefined where the engine can't compile it. */
  readonly interpreted: number | undefined;
  readonly speedup: number;
}

const side = 12;
/** The reference is several times as fast; this is far below that, and far above noise. */
const enough = 1.5;

/** 04-7: the whole loop, fast and with the same results. */
export const fastTraining = exercise<FastTraining, TrainingCase>({
  points: 4,
  seconds: 30,
  hints: [
    "Three things are slow: a transfer for each picture, a loss that is read at once, and a step that runs operation by operation.",
    "Compile the step once, outside of the function that you return: const fast = compile(step). Inside, toBatch makes the batch in one transfer.",
    "Keep the losses as tensors in a list. After the last batch, tf.stack(losses) is one tensor, and one await …data() reads them all.",
    "Dispose the images, the labels and the losses of each batch: what you made you free.",
  ],
  reference: async (step, [batchSize, height, width]) => {
    const [{ tf }, { compile }] = await Promise.all([import("../../device/index.ts"), import("../../compile/index.ts")]);
    const fast = compile(step);
    return async (pictures, labels) => {
      const losses: tf.Scalar[] = [];
      for (let first = 0; first < pictures.length; first += batchSize) {
        const some = pictures.slice(first, first + batchSize);
        const images = tf.tensor4d(scaledPixels(some), [some.length, height, width, 3]); // [N, H, W, 3]
        const answers = tf.tensor1d(labels.slice(first, first + batchSize), "int32"); // [N]
        losses.push(fast(images, answers));
        tf.dispose([images, answers]);
      }
      const all = tf.stack(losses); // [batches]
      const values = Array.from(await all.data<"float32">());
      tf.dispose([...losses, all]);
      return values;
    };
  },
  cases: ({ random }) => [trainingCase(random)],
  apply: tryTraining,
  judge: ({ outputs, cases }) => judgeTraining(outputs[0], cases[0]),
});

function trainingCase(random: Random): TrainingCase {
  const [classes, batchSize, count] = [3, 8, 44]; // the last batch is not full
  const inputs = side * side * 3;
  const epochs = [0, 1].map(() => ({
    pictures: randomPictures(random, { count, bytes: inputs }),
    labels: Array.from({ length: count }, () => random.integer(classes)),
  }));
  const weights = Array.from({ length: inputs * classes }, () => random.normal(0, 0.1));
  return { regression: { inputs, classes, weights, learningRate: 0.05 }, batchSize, epochs };
}

async function tryTraining(answer: FastTraining, { regression, batchSize, epochs }: TrainingCase): Promise<unknown> {
  const { hasNativeOperations, tf } = await import("../../device/index.ts");
  const [slow, fast] = [await regressionStep(regression), await regressionStep(regression)];
  try {
    let calls = 0;
    const counted: Step = (images, labels) => {
      calls += 1;
      return fast.step(images, labels);
    };
    const epoch: unknown = await answer(counted, [batchSize, side, side]);
    if (typeof epoch !== "function") return epoch;
    const train = epoch as Epoch;
    const losses: unknown[] = [];
    for (const { pictures, labels } of epochs) losses.push(await train([...pictures], [...labels]));
    const weights = Array.from(await fast.weights.data<"float32">());
    const [{ pictures, labels } = { pictures: [], labels: [] }] = epochs;
    const before = tf.memory().numTensors;
    calls = 0;
    await train(pictures, labels);
    const left = tf.memory().numTensors - before;
    const interpreted = hasNativeOperations() ? calls : undefined;
    const slowly = (): void => slowEpoch(slow.step, { pictures, labels, batchSize }, tf);
    const speedup = await measuredSpeedup({ slow: slowly, fast: () => train(pictures, labels) }, enough);
    return { losses: losses as Data, weights, left, interpreted, speedup };
  } finally {
    slow.weights.dispose();
    fast.weights.dispose();
  }
}

/** The loop that is to be mended, but for its leak. */
function slowEpoch(
  step: Step,
  {
    pictures,
    labels,
    batchSize,
  }: { readonly pictures: readonly Uint8Array[]; readonly labels: readonly number[]; readonly batchSize: number },
  numbers: typeof tf,
): void {
  for (let first = 0; first < pictures.length; first += batchSize) {
    numbers.tidy(() => {
      const some = pictures.slice(first, first + batchSize);
      const images = some.map((picture) => numbers.tensor3d(nestedPixels(picture, { height: side, width: side })).div(255)); // [H, W, 3] each
      step(numbers.stack(images) as tf.Tensor4D, numbers.tensor1d(labels.slice(first, first + batchSize), "int32")).dataSync();
    });
  }
}

function judgeTraining(output: Data | undefined, input: TrainingCase | undefined): Verdict {
  if (!input || typeof output !== "object" || output === null || !("losses" in output))
    return { fraction: 0, message: "Give back a function: return async (pictures, labels) => { … return losses; };" };
  const { losses, weights, left, interpreted = 0, speedup } = output as Tried;
  const { regression, batchSize, epochs } = input;
  const wanted = trainedByHand(regression, { batchSize, epochs });
  const same = fractionClose([losses], [wanted.losses.map((values) => [...values])], 1e-3, {
    explain: (got) => explainLosses(got, wanted.losses),
  });
  if (same.fraction < 1)
    return {
      ...same,
      fraction: 0,
      message: same.message.replace(/^.*?Case 1: /, "The losses of the epochs are not those of the slow loop: "),
    };
  if (fractionClose([weights], [[...wanted.weights]], 1e-3).fraction < 1)
    return {
      fraction: 0,
      message: "The losses are right, but the weights after training are not those of the slow loop: has each batch been trained on, once?",
    };
  const part = (fraction: number, message: string): Verdict => ({
    fraction,
    message: `The results are those of the slow loop, but ${message}`,
  });
  const batches = wanted.losses[0]?.length ?? 0;
  if (interpreted > 0 && interpreted < batches)
    return part(0.5, "the step is compiled anew in each epoch: call compile once, outside of the function that you return.");
  if (speedup < enough)
    return part(
      0.5,
      `the loop is only ${inTimes(speedup)}. Does each batch cross over in one transfer? Are the losses read once, after the last batch?`,
    );
  if (left > 0) return part(0.5, `an epoch leaves ${left} tensors behind: dispose the images, the labels and the losses of each batch.`);
  if (interpreted > 0)
    return part(
      0.75,
      `though it is ${inTimes(speedup)}, the step still runs operation by operation: call compile(step) once, and that in the loop.`,
    );
  return {
    fraction: 1,
    message: `Your loop is ${inTimes(speedup)} as the slow one, with the same losses and the same weights.`,
  };
}

function explainLosses(got: Data, wanted: readonly (readonly number[])[]): string | undefined {
  if (!Array.isArray(got)) return undefined;
  const [first] = got as readonly Data[];
  const [right = []] = wanted;
  if (!Array.isArray(first)) return "An epoch gives a list of numbers, the loss of each batch.";
  const numbers: readonly Data[] = first;
  if (numbers.length === right.length - 1) return "The last batch is smaller, but it counts, too.";
  if (numbers.length !== right.length)
    return `There are ${right.length} batches in an epoch, but ${numbers.length} losses: leave none out.`;
  const [one, two] = [Number(numbers[0]), Number(numbers[1])];
  if (Math.abs(one - (right[0] ?? 0)) < 1e-3 && Math.abs(two - (right[1] ?? 0)) > 1e-3)
    return "The first loss is right, the second is not: does the step run once for each batch, with its own pictures?";
  return "Are the pictures divided by 255, and the labels those of the batch?";
}
