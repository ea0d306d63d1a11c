import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../../lib/compile/index.ts";
import definition from "../../../lib/course/exercises/04-speed.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { check, type Exercise, todo } from "../../../lib/exercise/index.ts";

type Id = keyof typeof definition.exercises;
const ids = Object.keys(definition.exercises) as Id[];
const checked = (id: Id, answer: unknown, seed = "any") => check(id, definition.exercises[id] as Exercise, { answer, seed });

beforeAll(async () => void (await device.use()));

test.each(ids)("%s gives its own reference all points, whatever the cases, leaves no tensor, and has hints", async (id) => {
  const { reference, points, hints } = definition.exercises[id];
  await checked(id, reference); // what is made once for all
  const before = tf.memory().numTensors;
  for (const seed of ["a", "b"]) expect(await checked(id, reference, seed)).toMatchObject({ status: "PASS", points });
  expect(tf.memory().numTensors).toBe(before);
  expect(hints.length).toBeGreaterThan(2);
});

test.each(ids)("%s is not attempted as long as its sign stands there", async (id) => {
  const isFunction = typeof definition.exercises[id].reference === "function";
  expect((await checked(id, isFunction ? () => todo(id) : todo(id))).status).toBe("UNATTEMPTED");
});

test("04-6 is not attempted where only its name stands for an answer", async () => {
  expect((await checked("04-6", { operation: todo("04-6"), atMost: 1, profile: [] })).status).toBe("UNATTEMPTED");
});

interface Timing {
  pictures: number;
  ms: number;
}
const median = (times: number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};
const slope = (one: Timing, other: Timing) => (other.ms - one.ms) / (other.pictures - one.pictures);
const profiled = [
  { name: "Relu", calls: 4, ms: 2, share: 0.1, bytes: 10 },
  { name: "Conv2D", calls: 3, ms: 5, share: 0.25, bytes: 20 },
  { name: "MaxPoolGrad", calls: 2, ms: 8, share: 0.4, bytes: 5 },
  { name: "Identity", calls: 37, ms: 1, share: 0.05, bytes: 900 },
];
const reading = (operation: unknown, atMost: unknown, profile: unknown = profiled) => ({ operation, atMost, profile });

test.each<[Id, string, unknown, string]>([
  ["04-1", "a mean", (times: number[], n: number) => (1000 * n) / (times.reduce((a, b) => a + b) / times.length), "That is the mean"],
  ["04-1", "the fastest", (times: number[], n: number) => (1000 * n) / Math.min(...times), "the fastest run"],
  ["04-1", "the slowest", (times: number[], n: number) => (1000 * n) / Math.max(...times), "the slowest run"],
  ["04-1", "milliseconds", (times: number[], n: number) => n / median(times), "milliseconds"],
  ["04-1", "a time", (times: number[]) => median(times), "How many pictures is that a second?"],
  ["04-1", "a time of a picture", (times: number[], n: number) => median(times) / n, "the other way round"],
  ["04-1", "words", (times: number[], n: number) => (1000 * n) / Number(times.toSorted()[(times.length - 1) >> 1]), "as words"],
  [
    "04-1",
    "one of two in the middle",
    (times: number[], n: number) => (1000 * n) / Number(times.toSorted((a, b) => a - b)[times.length >> 1]),
    "two in the middle",
  ],
  ["04-4", "swapped costs", (a: Timing, b: Timing) => ({ fixed: slope(a, b), perPicture: a.ms - a.pictures * slope(a, b) }), "swapped"],
  ["04-4", "a share", (a: Timing) => ({ fixed: 0, perPicture: a.ms / a.pictures }), "holds a part of the fixed cost"],
  [
    "04-4",
    "the whole step",
    (a: Timing, b: Timing) => ({ fixed: a.ms, perPicture: slope(a, b) }),
    "Take off what the step's pictures cost",
  ],
  ["04-4", "one picture", (a: Timing, b: Timing) => ({ fixed: a.ms - slope(a, b), perPicture: slope(a, b) }), "not one"],
  ["04-4", "all pictures", (a: Timing, b: Timing) => ({ fixed: 0, perPicture: (b.ms - a.ms) / b.pictures }), "How many pictures more"],
  ["04-5", "a sum of rates", (l: number, t: number) => ({ inTurns: l + t, atOnce: Math.min(l, t) }), "times do"],
  ["04-5", "a mean of rates", (l: number, t: number) => ({ inTurns: (l + t) / 2, atOnce: Math.min(l, t) }), "Not the mean"],
  ["04-5", "a time", (l: number, t: number) => ({ inTurns: 1 / l + 1 / t, atOnce: Math.min(l, t) }), "the time of one picture"],
  ["04-5", "the faster one", (l: number, t: number) => ({ inTurns: (l * t) / (l + t), atOnce: Math.max(l, t) }), "waits for the slower"],
  ["04-5", "both added", (l: number, t: number) => ({ inTurns: (l * t) / (l + t), atOnce: l + t }), "loaded and trained"],
  ["04-5", "swapped rates", (l: number, t: number) => ({ inTurns: Math.min(l, t), atOnce: (l * t) / (l + t) }), "swapped"],
  ["04-6", "no profile", { operation: "Conv2D", atMost: 2 }, "profile: report.byOperation"],
  ["04-6", "a profile of something else", reading("MatMul", 2, [{ name: "MatMul", ms: 1, share: 0.5 }]), "not the profile of a step"],
  ["04-6", "shares above the whole", reading("Conv2D", 2, [...profiled, ...profiled]), "not the profile of a step"],
  ["04-6", "the most calls", reading("Identity", 1 / 0.6), "What counts is the time"],
  ["04-6", "an operation that is not there", reading("Softmax", 1 / 0.6), "not in the profile"],
  ["04-6", "a percentage", reading("MaxPoolGrad", 1 / (1 - 40)), "is 0.3"],
  ["04-6", "1 + share", reading("MaxPoolGrad", 1.4), "not 1 + share"],
  ["04-6", "1 / share", reading("MaxPoolGrad", 2.5), "everything else"],
  ["04-6", "what is left", reading("MaxPoolGrad", 0.6), "the part of the time that is left"],
])("%s explains %s", async (id, _, answer, words) => {
  const outcome = await checked(id, answer);
  expect(["FAIL", "PARTIAL"]).toContain(outcome.status);
  expect(outcome.message).toContain(words);
});

test("04-6 takes a reading of one's own profile, and gives half the points for one half of it", async () => {
  expect(await checked("04-6", reading("MaxPoolGrad", 1 / 0.6))).toMatchObject({ status: "PASS", points: 2 });
  expect(await checked("04-6", reading("MaxPoolGrad", 1.66))).toMatchObject({ status: "PASS" });
  expect(await checked("04-6", reading("MaxPoolGrad", 9))).toMatchObject({ status: "PARTIAL", points: 1 });
  expect(await checked("04-6", reading("Conv2D", 1 / 0.6))).toMatchObject({ status: "PARTIAL", points: 1 });
});

test.each<[Id, unknown]>([
  ["04-1", () => 500],
  ["04-4", () => ({ fixed: 8, perPicture: 1 })],
  ["04-5", () => ({ inTurns: 300, atOnce: 600 })],
])("%s gives few points for an answer that does not look at its cases", async (id, answer) => {
  const { points, of } = await checked(id, answer);
  expect(points).toBeLessThanOrEqual(of / 2);
});

describe("04-2, a batch in one transfer", () => {
  type Pictures = readonly Uint8Array[];
  const nested = (picture: Uint8Array, height: number, width: number) =>
    Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (__, column) =>
        Array.from(picture.subarray(3 * (row * width + column), 3 * (row * width + column) + 3)),
      ),
    );
  const flat = (pictures: Pictures, scale = 255) => {
    const size = pictures[0]?.length ?? 0;
    const values = new Float32Array(pictures.length * size);
    for (const [place, picture] of pictures.entries())
      values.set(
        Float32Array.from(picture, (byte) => byte / scale),
        place * size,
      );
    return values;
  };
  const shape = (pictures: Pictures, height: number, width: number): [number, number, number, number] => [
    pictures.length,
    height,
    width,
    3,
  ];

  test("takes a right answer of another make", async () => {
    const divided = (pictures: Pictures, height: number, width: number) =>
      tf.tidy(() => tf.tensor4d(flat(pictures, 1), shape(pictures, height, width)).div(255));
    expect(await checked("04-2", divided)).toMatchObject({ status: "PASS", points: 3 });
  });

  test.each<[string, (pictures: Pictures, height: number, width: number) => unknown, string]>([
    [
      "a tensor for each picture",
      (pictures, height, width) => tf.tidy(() => tf.stack(pictures.map((picture) => tf.tensor3d(flat([picture]), [height, width, 3])))),
      "tensors are made for 24 pictures",
    ],
    [
      "the slow loop's own way",
      (pictures, height, width) => tf.tidy(() => tf.stack(pictures.map((picture) => tf.tensor3d(nested(picture, height, width)).div(255)))),
      "tensors are made for 24 pictures",
    ],
    ["a leak", (pictures, height, width) => tf.tensor4d(flat(pictures, 1), shape(pictures, height, width)).div(255), "never freed"],
    [
      "a slow loop in JavaScript",
      (pictures, height, width) => {
        // Ten times the work that makes the slow one slow, so that no machine finds it fast.
        const values = Array.from({ length: 10 }, () => pictures.map((picture) => nested(picture, height, width)).flat(3)).at(-1) ?? [];
        return tf.tensor4d(
          values.map((byte) => byte / 255),
          shape(pictures, height, width),
        );
      },
      "fill one Float32Array in a plain loop",
    ],
  ])("gives half the points for right numbers with %s", async (_, answer, words) => {
    const before = tf.memory().numTensors;
    const outcome = await checked("04-2", answer);
    expect(outcome).toMatchObject({ status: "PARTIAL", points: 1.5 });
    expect(outcome.message).toContain(words);
    if (words !== "never freed") expect(tf.memory().numTensors).toBe(before);
  });

  test.each<[string, (pictures: Pictures, height: number, width: number) => unknown, string]>([
    ["bytes", (pictures, height, width) => tf.tensor4d(flat(pictures, 1), shape(pictures, height, width)), "divide them by 255"],
    [
      "columns first",
      (pictures, height, width) => tf.tensor4d(flat(pictures), [pictures.length, width, height, 3]),
      "Height comes before width",
    ],
    [
      "one picture only",
      (pictures, height, width) => {
        const values = new Float32Array(pictures.length * height * width * 3);
        values.set(flat(pictures.slice(0, 1)));
        return tf.tensor4d(values, shape(pictures, height, width));
      },
      "Only the first picture",
    ],
    ["no tensor", (pictures) => flat(pictures), "Give back a tensor"],
    ["numbers of its own", (pictures, height, width) => tf.ones(shape(pictures, height, width)), "wanted"],
  ])("refuses %s", async (_, answer, words) => {
    const outcome = await checked("04-2", answer);
    expect(outcome.points).toBeLessThanOrEqual(0.5);
    expect(outcome.message).toContain(words);
  });
});

describe("04-3, a loop without leaks", () => {
  type Batches = AsyncIterable<tf.Tensor4D>;
  const contrast = (images: tf.Tensor4D) =>
    tf.tidy(() => {
      const grey = images.mean(3);
      return grey.max().sub(grey.min());
    });

  test("takes a loop that reads at once and disposes one by one", async () => {
    const byHand = async (batches: Batches) => {
      const contrasts: number[] = [];
      for await (const images of batches) {
        const grey = images.mean(3);
        const [most, least] = [grey.max(), grey.min()];
        contrasts.push((most.dataSync()[0] ?? 0) - (least.dataSync()[0] ?? 0));
        tf.dispose([grey, most, least]);
      }
      return contrasts;
    };
    expect(await checked("04-3", byHand)).toMatchObject({ status: "PASS", points: 3 });
  });

  test.each<[string, (batches: Batches) => Promise<unknown>, string]>([
    [
      "the leak itself",
      async (batches) => {
        const contrasts: number[] = [];
        for await (const images of batches) {
          const grey = images.mean(3);
          contrasts.push((await grey.max().sub(grey.min()).data())[0] ?? 0);
        }
        return contrasts;
      },
      "20 tensors are left behind after 5 batches",
    ],
    [
      "a result that is never freed",
      async (batches) => {
        const contrasts: number[] = [];
        for await (const images of batches) contrasts.push((await contrast(images).data())[0] ?? 0);
        return contrasts;
      },
      "one tensor is left behind for each batch",
    ],
    [
      "all freed only at the end",
      async (batches) => {
        const all: tf.Tensor[] = [];
        for await (const images of batches) all.push(contrast(images));
        const contrasts = all.map((one) => one.dataSync()[0] ?? 0);
        tf.dispose(all);
        return contrasts;
      },
      "pile up until the end",
    ],
    [
      "batches that are not its own",
      async (batches) => {
        const contrasts: number[] = [];
        for await (const images of batches) {
          const one = contrast(images);
          contrasts.push(one.dataSync()[0] ?? 0);
          tf.dispose([one, images]);
        }
        return contrasts;
      },
      "only lent",
    ],
  ])("gives half the points for right numbers with %s", async (_, answer, words) => {
    const outcome = await checked("04-3", answer);
    expect(outcome).toMatchObject({ status: "PARTIAL", points: 1.5 });
    expect(outcome.message).toContain(words);
  });

  test("refuses a loop that leaves batches out, and numbers of its own", async () => {
    const first = async (batches: Batches) => {
      for await (const images of batches) return [contrast(images).dataSync()[0]];
      return [];
    };
    expect(await checked("04-3", first)).toMatchObject({ status: "FAIL", message: expect.stringContaining("Batches were left out") });
    const made = async (batches: Batches) => {
      const contrasts: number[] = [];
      for await (const _ of batches) contrasts.push(200);
      return contrasts;
    };
    expect((await checked("04-3", made)).points).toBe(0);
  });
});

describe("04-7, the whole loop", () => {
  type Step = (images: tf.Tensor4D, labels: tf.Tensor1D) => tf.Scalar;
  type Shape = readonly [number, number, number];
  interface Batch {
    images: tf.Tensor4D;
    labels: tf.Tensor1D;
  }
  /** A loop whose step is `use`, with a transfer for each batch. */
  const loop =
    (use: (batch: Batch, place: number) => number, [size, height, width]: Shape, skip = 0) =>
    async (pictures: readonly Uint8Array[], labels: readonly number[]) => {
      const losses: number[] = [];
      for (let first = 0; first < pictures.length - skip * size; first += size) {
        const some = pictures.slice(first, first + size);
        const values = Float32Array.from(
          some.flatMap((picture) => Array.from(picture)),
          (byte) => byte / 255,
        );
        const images = tf.tensor4d(values, [some.length, height, width, 3]);
        const answers = tf.tensor1d(labels.slice(first, first + size), "int32");
        losses.push(use({ images, labels: answers }, first / size));
        tf.dispose([images, answers]);
      }
      return losses;
    };
  const read = (loss: tf.Scalar) => {
    const [value = 0] = loss.dataSync();
    loss.dispose();
    return value;
  };
  const slow =
    (step: Step, [size, height, width]: Shape) =>
    async (pictures: readonly Uint8Array[], labels: readonly number[]) => {
      const losses: number[] = [];
      for (let first = 0; first < pictures.length; first += size) {
        losses.push(
          tf.tidy(() => {
            const images = pictures.slice(first, first + size).map((picture) => tf.tensor3d([...picture], [height, width, 3]).div(255));
            return step(tf.stack(images) as tf.Tensor4D, tf.tensor1d(labels.slice(first, first + size), "int32")).dataSync()[0] ?? 0;
          }),
        );
      }
      for (const until = performance.now() + 60; performance.now() < until; ); // slower than any machine makes it by itself
      return losses;
    };

  test.each<[string, (step: Step, shape: Shape) => unknown, number, string]>([
    ["a loop as slow as before", slow, 2, "the loop is only"],
    [
      "a graph for each epoch",
      (step, shape) => (pictures: readonly Uint8Array[], labels: readonly number[]) => {
        const fast = compile(step);
        return loop(({ images, labels }) => read(fast(images, labels)), shape)(pictures, labels).finally(() => fast.dispose());
      },
      2,
      "compiled anew in each epoch",
    ],
    [
      "losses that are never freed",
      (step, shape) => {
        const fast = compile(step);
        return loop(({ images, labels }) => fast(images, labels).dataSync()[0] ?? 0, shape);
      },
      2,
      "leaves 6 tensors behind",
    ],
  ])("gives half the points for right results with %s", async (_, answer, points, words) => {
    const outcome = await checked("04-7", answer);
    expect(outcome.message).toContain(words);
    expect(outcome).toMatchObject({ status: "PARTIAL", points });
  });

  test("tells of a step that runs operation by operation still", async () => {
    const { status, points, message } = await checked("04-7", (step: Step, shape: Shape) =>
      loop(({ images, labels }) => read(step(images, labels)), shape),
    );
    expect(status).toBe("PARTIAL");
    // Where the machine was disturbed in each of the measurements, the transfers alone may not have been enough.
    expect(points).toBeGreaterThanOrEqual(2);
    expect(message).toMatch(/operation by operation|the loop is only/);
  });

  test.each<[string, (step: Step, shape: Shape) => unknown, string]>([
    ["batches left out", (step, shape) => loop(({ images, labels }) => read(step(images, labels)), shape, 2), "leave none out"],
    ["the last batch left out", (step, shape) => loop(({ images, labels }) => read(step(images, labels)), shape, 1), "it counts, too"],
    ["weights that never change", (_, shape) => loop(() => Math.log(3), shape), "are not those of the slow loop"],
    [
      "one step for all batches",
      (step, shape) => {
        let known: number | undefined;
        return loop(({ images, labels }) => {
          known ??= read(step(images, labels));
          return known;
        }, shape);
      },
      "The first loss is right, the second is not",
    ],
    [
      "an epoch that is trained twice at its end",
      (step, shape) =>
        loop(({ images, labels }, place) => {
          const loss = read(step(images, labels));
          if (place === 5) step(images, labels).dispose();
          return loss;
        }, shape),
      "losses of the epochs are not those",
    ],
    ["no function", () => 5, "Give back a function"],
  ])("gives nothing for %s", async (_, answer, words) => {
    const outcome = await checked("04-7", answer);
    expect(outcome).toMatchObject({ status: "FAIL", points: 0 });
    expect(outcome.message).toContain(words);
  });

  test("looks at the weights besides: losses of before with an update in vain", async () => {
    const vain = (step: Step, shape: Shape) => {
      let epochs = 0;
      const train = loop(({ images, labels }) => read(step(images, labels)), shape);
      return async (pictures: readonly Uint8Array[], labels: readonly number[]) => {
        const losses = await train(pictures, labels);
        epochs += 1;
        if (epochs === 2) await train(pictures, labels);
        return losses;
      };
    };
    expect(await checked("04-7", vain)).toMatchObject({ status: "FAIL", message: expect.stringContaining("the weights after training") });
  });
});
