// %% [markdown]
// # Make it fast
//
// At the end of this notebook you will be able to
// - measure how fast a training loop is, so that the number can be trusted;
// - say where its time goes: loading, transfer, computing, or JavaScript in between;
// - mend a slow loop step by step, and show what each step has gained;
// - read a profile, and find a leak.
//
// We begin with a loop that works, and is as slow as a first version tends to be. At the end stands one bar chart of all that made it faster, measured on your machine: the bars here depend on it, and some steps may gain you nothing. To know which is the point.

// %%
import { compile } from "descent/compile";
import { exercise, todo } from "descent/course";
import {
  cleanCameraTraps,
  datasets,
  findCorruptImages,
  imageFolder,
  type LoaderOptions,
  loader,
  readCaptures,
  readTable,
  stratifiedSplit,
  transforms as T,
} from "descent/data";
import { device, tf } from "descent/device";
import { figure, lines, show, table } from "descent/plot";
import { bench, compareBench, profile } from "descent/speed";
import { accuracy, Learner } from "descent/train";

show(await device.use());

// %% [markdown]
// ## The pictures
// Photos of monkeys, as files: they must be read and decoded, as most pictures in real life. Where they can't be had, the course draws pictures of the savanna. Some of them are to learn from, as many to validate.

// %%
async function drawnPhotos() {
  const project = await datasets.savannaCameraTraps();
  const { pictures } = cleanCameraTraps(await readCaptures(project.annotations), await readTable(project.images), {
    atLeast: project.perClass / 2,
    atMost: project.perClass,
  });
  const names = { path: "image_path_rel", label: "question__species" };
  const listed = await imageFolder(project.folder, { id: "savanna", table: pictures, ...names });
  return (await findCorruptImages(listed)).keep(listed);
}
const found = await datasets.monkeySpecies().then(({ train }) => train, drawnPhotos);
const share = Math.min(0.49, 384 / found.length);
const [photos, others] = stratifiedSplit(found, { fractions: [share, share, 1 - 2 * share], seed: 1 });
show(photos);

// %% [markdown]
// ## A network and its step
// A small network for pictures of 64 × 64, and the training step of notebook 03: forward, backward, update. Both stay as they are to the end. What changes is all that is around them.

// %%
const side = 64;
const classes = photos.classes.length;
const relu = { activation: "relu", kernelInitializer: "heNormal" } as const;
const makeNetwork = () =>
  tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [side, side, 3] }), // [N, 64, 64, 3]
      tf.layers.conv2d({ filters: 16, kernelSize: 5, strides: 2, ...relu }), // [N, 30, 30, 16]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 15, 15, 16]
      tf.layers.conv2d({ filters: 32, kernelSize: 3, ...relu }), // [N, 13, 13, 32]
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 6, 6, 32]
      tf.layers.conv2d({ filters: 64, kernelSize: 3, ...relu }), // [N, 4, 4, 64]
      tf.layers.flatten({ name: "features" }), // [N, 1024]
      tf.layers.dense({ name: "hidden", units: 64, ...relu }), // [N, 64]
      tf.layers.dense({ name: "scores", units: classes }), // [N, classes]
    ],
  });

const network = makeNetwork();
const weights = network.trainableWeights.map((weight) => weight.read() as tf.Variable);

function stepOn(learning: tf.Variable[], scoresOf: () => tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  return tf.tidy(() => {
    const lossOf = () => tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), scoresOf()) as tf.Scalar;
    const { value, grads } = tf.variableGrads(lossOf, learning); // forward and backward
    for (const weight of learning) {
      const gradient = grads[weight.name];
      if (gradient) weight.assign(weight.sub(gradient.mul(0.02))); // update
    }
    return value;
  });
}
const scoresOfAll = (images: tf.Tensor4D) => network.apply(images, { training: true }) as tf.Tensor2D; // [N, classes]
type Step = (images: tf.Tensor4D, labels: tf.Tensor1D) => tf.Scalar;
const step: Step = (images, labels) => stepOn(weights, () => scoresOfAll(images), labels);

// %% [markdown]
// ## A slow loop
// Here is the loop. It takes eight pictures at a time, makes them small by itself (of each row and column of 224 pixels it keeps every third or fourth), turns them into tensors, trains, and notes the loss. It is right, and nothing in it looks bad. How many slow things can you find before you read on?

// %%
async function slowLoop(count: number) {
  const losses: number[] = [];
  for (let first = 0; first < count; first += 8) {
    const images: tf.Tensor3D[] = [];
    const labels: number[] = [];
    for (let place = first; place < first + 8; place++) {
      const { image, label } = await photos.get(place);
      const rows: number[][][] = [];
      for (let row = 0; row < side; row++) {
        rows.push([]);
        for (let column = 0; column < side; column++) {
          const [y, x] = [Math.floor((row * image.height) / side), Math.floor((column * image.width) / side)];
          const at = 3 * (y * image.width + x);
          rows[row]?.push([image.values[at] ?? 0, image.values[at + 1] ?? 0, image.values[at + 2] ?? 0]);
        }
      }
      images.push(tf.tensor3d(rows).div(255)); // [64, 64, 3]
      labels.push(label ?? 0);
    }
    const loss = step(tf.stack(images) as tf.Tensor4D, tf.tensor1d(labels, "int32"));
    losses.push(loss.dataSync()[0] ?? 0);
  }
  return losses;
}

// %% [markdown]
// And we give it a slow **engine**, too. TensorFlow.js computes with WebAssembly here, as a web page can: it needs nothing but a browser.

// %%
show(await device.use("wasm"));
const times: number[] = [];
for (let run = 0; run < 7; run++) {
  const begun = performance.now();
  await slowLoop(32);
  times.push(performance.now() - begun);
}
show(lines({ "one run": times }, { title: "32 pictures, seven times", x: "run", y: "time (ms)" }));

// %% [markdown]
// ## Measure first
// The same work, and each time another number. The first run is often the slowest: the JavaScript engine compiles what it meets often, memory is asked for, files are not in the cache of the disk yet. After that it is what else your computer does that gets in the way. A mean would mix all of that in. So we leave out the first runs (the **warm-up**), and take the **median**: half of the runs took less.
//
// Now it is your turn. Until you have written your answer, `todo(…)` stands in its place, a sign and nothing else:

// %%
show(todo("04-1"));

// %% [markdown]
// ### Exercise 04-1
// Write `rateOf`: from the `times` of some runs in milliseconds, and the number of `pictures` of each run, how many pictures a second is it at the median? The median of an even number of times is the mean of the two in the middle.

// %% {"descent": {"exercise": "04-1"}}
function rateOf(times: readonly number[], pictures: number): number {
  // BEGIN SOLUTION
  // STUB: return todo("04-1");
  const sorted = [...times].sort((one, other) => one - other);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return (1000 * pictures) / ((lower + upper) / 2);
  // END SOLUTION
}
await exercise("04-1").check(rateOf);

// %% [markdown]
// From here on `bench` takes the times. It warms up, then runs a function again and again, and tells all times and their **quartiles**: half of the runs lie between them.

// %%
const slowOnWasm = await bench(() => slowLoop(32), { seconds: 1, name: "slow loop" });
const words = (rate: number) => rate.toLocaleString("en-US", { maximumFractionDigits: 0 });
show(slowOnWasm);
show(`That is ${words(rateOf(slowOnWasm.times, 32))} pictures/s.`);

// %% [markdown]
// > **How Python does it.** `timeit.repeat(run, repeat=7)` for the times, `torch.utils.benchmark.Timer` for PyTorch. On a GPU both need `torch.cuda.synchronize()`: the GPU works on while the program already looks at the clock. `bench` waits by itself.
//
// ## The engine
// Now back to the best engine that your machine has: TensorFlow's own library, on all cores or on a GPU. How fast is the step alone? We give both engines the same 64 pictures.

// %%
const sixtyFour = tf.randomUniform([64, side, side, 3]) as tf.Tensor4D; // [64, 64, 64, 3]
const answers = tf.zeros([64], "int32") as tf.Tensor1D; // [64]
const stepAlone = () => step(sixtyFour, answers);

await device.use("wasm");
const onWasm = await bench(stepAlone, { name: "WebAssembly" });
const best = await device.use();
const onBest = await bench(stepAlone, { name: best.engine });
show(
  table(
    ["engine", "64 pictures (ms)", "pictures/s"],
    [onWasm, onBest].map(({ name, median, times }) => [name, median, words(rateOf(times, 64))]),
  ),
);

// %% [markdown]
// And the whole loop?

// %%
const slowOnBest = await bench(() => slowLoop(32), { seconds: 1, name: "engine" });
const [rateOnWasm, rateOnBest] = [rateOf(slowOnWasm.times, 32), rateOf(slowOnBest.times, 32)];
show(slowOnBest);
show(`${words(rateOnBest)} pictures/s, ${(rateOnBest / rateOnWasm).toFixed(1)} times as fast as before.`);

// %% [markdown]
// Did the loop gain as much as the step? If not, the step is not where most of the time went. That is **Amdahl's law**: who makes a third of the work ten times as fast still waits for the other two thirds. So what else does the loop do?
//
// > **How Python does it.** `model.to("cuda")` in PyTorch; Keras and TensorFlow take the GPU by themselves.
//
// ## Fewer and larger transfers
// Tensors live outside of JavaScript: in TensorFlow's memory, or on the GPU. Each way there and back costs. Our loop goes there for every picture, with a table of tables of numbers that must be walked through one number at a time. Then it asks for the loss after each batch (`dataSync`), and until it has the answer, it does nothing: a GPU would stand still, too.
//
// It is better to go once for each batch, with one flat `Float32Array`, which is copied as a whole. And to leave the losses where they are, until the end.
//
// ### Exercise 04-2
// Write `toBatch`: it takes pictures of `height` × `width` pixels as bytes (row by row, three bytes a pixel) and gives one tensor `[pictures, height, width, 3]` of numbers between 0 and 1. Call TensorFlow only once. The check also measures it.

// %% {"descent": {"exercise": "04-2"}}
function toBatch(pictures: readonly Uint8Array[], height: number, width: number): tf.Tensor4D {
  // BEGIN SOLUTION
  // STUB: return todo("04-2");
  const size = height * width * 3;
  const values = new Float32Array(pictures.length * size);
  for (const [place, picture] of pictures.entries()) {
    for (let i = 0; i < size; i++) values[place * size + i] = (picture[i] ?? 0) / 255;
  }
  return tf.tensor4d(values, [pictures.length, height, width, 3]); // [N, H, W, 3]
  // END SOLUTION
}
await exercise("04-2").check(toBatch);

// %%
/** A photo of 64 × 64 as bytes. */
async function smallPhoto(place: number) {
  const { image, label } = await photos.get(place);
  const bytes = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const [y, x] = [Math.floor((row * image.height) / side), Math.floor((column * image.width) / side)];
      for (let channel = 0; channel < 3; channel++) {
        bytes[3 * (row * side + column) + channel] = image.values[3 * (y * image.width + x) + channel] ?? 0;
      }
    }
  }
  return { bytes, label: label ?? 0 };
}

async function batchedLoop(count: number, batchSize: number) {
  const losses: tf.Scalar[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const places = Array.from({ length: Math.min(batchSize, count - first) }, (_, place) => first + place);
    const small = await Promise.all(places.map(smallPhoto));
    const images = toBatch(
      small.map(({ bytes }) => bytes),
      side,
      side,
    ); // [N, 64, 64, 3]
    const labels = tf.tensor1d(
      small.map(({ label }) => label),
      "int32",
    ); // [N]
    losses.push(step(images, labels));
    tf.dispose([images, labels]);
  }
  const all = tf.stack(losses); // [batches]
  const values = await all.data(); // the only time that we read
  tf.dispose([...losses, all]);
  return Array.from(values);
}

// %% [markdown]
// Is it faster? We keep all loops in a record, and measure each new one together with the fastest so far. They take turns, so that whatever else your computer does hits both alike. Both warm up for a second.

// %%
interface Loop {
  pictures: number;
  run: () => Promise<unknown>;
  rate: number;
}
const loops = new Map<string, Loop>([["engine", { pictures: 32, run: () => slowLoop(32), rate: rateOnBest }]]);

async function measure(name: string, pictures: number, run: () => Promise<unknown>) {
  const [fastest] = [...loops].filter(([other]) => other !== name).sort(([, one], [, other]) => other.rate - one.rate);
  if (!fastest) return;
  const [record, before] = fastest;
  const { reports } = await compareBench({ [record]: before.run, [name]: run }, { seconds: 1, warmUp: 1 });
  const [beforeTimes = [], times = []] = reports.map((report) => report.times);
  const [then, now] = [rateOf(beforeTimes, before.pictures), rateOf(times, pictures)];
  loops.set(record, { ...before, rate: then });
  loops.set(name, { pictures, run, rate: now });
  const factor = (now / then).toFixed(1);
  show(`${name}: ${words(now)} pictures/s. In turns with it, “${record}”: ${words(then)}. That is ${factor} times as fast.`);
}
await measure("fewer transfers", 64, () => batchedLoop(64, 8));

// %% [markdown]
// > **How Python does it.** PyTorch: `torch.from_numpy(batch).to("cuda", non_blocking=True)` once a batch, and `loss.item()` only now and then, for each call waits for the GPU.
//
// ## Memory and leaks
// Something else was wrong with the slow loop. Look how many tensors there are by now:

// %%
show(`${words(tf.memory().numTensors)} tensors, ${words(tf.memory().numBytes / 1e6)} MB`);

// %% [markdown]
// JavaScript frees its own values when nobody needs them any more. It knows nothing of TensorFlow's memory, though: each tensor stays until somebody calls `dispose`, or until the `tf.tidy` ends in which it was made. The slow loop never did either. It **leaks**: memory grows with each batch, and some epochs later the process is killed, or the GPU's memory is full.
//
// Here is a smaller leak. It measures the contrast of each batch: the brightest minus the darkest pixel. We watch what it does to memory while it runs.

// %%
async function leakingContrasts(batches: AsyncIterable<tf.Tensor4D>): Promise<number[]> {
  const contrasts: number[] = [];
  for await (const images of batches) {
    const grey = images.mean(3); // [N, H, W]
    const contrast = grey.max().sub(grey.min());
    contrasts.push((await contrast.data())[0] ?? 0);
  }
  return contrasts;
}

/** The same batch again and again, and a moment between, as a loader would have it. */
async function* repeated(times: number) {
  for (let time = 0; time < times; time++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    yield sixtyFour;
  }
}
const beforeLeak = tf.memory().numTensors;
await device.watch(() => leakingContrasts(repeated(120)), { every: 0.1 });
show(`${words(tf.memory().numTensors - beforeLeak)} tensors more than before.`);

// %% [markdown]
// ### Exercise 04-3
// Write `contrastsOf`, which gives the same numbers and leaves nothing behind. The batches are only lent to it: who made them frees them.

// %% {"descent": {"exercise": "04-3"}}
async function contrastsOf(batches: AsyncIterable<tf.Tensor4D>): Promise<number[]> {
  // BEGIN SOLUTION
  // STUB: return todo("04-3");
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
  // END SOLUTION
}
await exercise("04-3").check(contrastsOf);

// %%
const beforeTidy = tf.memory().numTensors;
await device.watch(() => contrastsOf(repeated(120)), { every: 0.1 });
show(`${words(tf.memory().numTensors - beforeTidy)} tensors more than before.`);

// %% [markdown]
// > **How Python does it.** Python counts who refers to a tensor and frees it when nobody does. Leaks happen there, too: `losses.append(loss)` in PyTorch keeps the whole graph of each step; `loss.item()` or `loss.detach()` does not. `torch.cuda.memory_summary()` and `nvidia-smi` watch.
//
// ## Larger batches
// Each step costs something that does not depend on the pictures: a hundred operations are asked for, one after the other, and all weights are updated. In a batch of 64, that is paid once for 64 pictures. How long does a step take for batches of different sizes?

// %%
const sizes = [1, 4, 16, 64, 128];
const measured: { pictures: number; ms: number }[] = [];
for (const pictures of sizes) {
  const images = tf.zeros([pictures, side, side, 3]) as tf.Tensor4D;
  const labels = tf.zeros([pictures], "int32") as tf.Tensor1D;
  const { median } = await bench(() => step(images, labels), { seconds: 0.7 });
  tf.dispose([images, labels]);
  measured.push({ pictures, ms: median });
}
show(
  table(
    ["pictures", "time of a step (ms)"],
    measured.map(({ pictures, ms }) => [pictures, ms]),
  ),
);

// %% [markdown]
// ### Exercise 04-4
// Say that a step takes some milliseconds anyway, `fixed`, and so many more for each picture, `perPicture`. Two measurements are enough to find both. Write `stepCost`: it takes two of them, `{ pictures, ms }`, and gives `{ fixed, perPicture }`.

// %% {"descent": {"exercise": "04-4"}}
interface Timing {
  pictures: number;
  ms: number;
}
function stepCost(one: Timing, other: Timing): { fixed: number; perPicture: number } {
  // BEGIN SOLUTION
  // STUB: return todo("04-4");
  const perPicture = (other.ms - one.ms) / (other.pictures - one.pictures);
  return { fixed: one.ms - one.pictures * perPicture, perPicture };
  // END SOLUTION
}
await exercise("04-4").check(stepCost);

// %% [markdown]
// Your line through the first and the last measurement, and the others beside it: how well does so simple a rule describe a real machine?

// %%
const [smallest = { pictures: 1, ms: 0 }, largest = smallest] = [measured[0], measured.at(-1)];
const cost = stepCost(smallest, largest);
const upTo = Array.from({ length: 128 }, (_, place) => place + 1);
const rule = upTo.map((pictures) => (1000 * pictures) / (cost.fixed + pictures * cost.perPicture));
const rates = measured.map(({ pictures, ms }) => (1000 * pictures) / ms);
show(
  figure(
    [
      { type: "scatter", mode: "lines", name: "your rule", x: upTo, y: rule },
      {
        type: "scatter",
        mode: "markers",
        name: "measured",
        x: sizes,
        y: rates,
        marker: { size: 10 },
      },
    ],
    {
      title: { text: "The larger the batch, the less each picture costs" },
      xaxis: { title: { text: "pictures in a batch" } },
      yaxis: { title: { text: "training (pictures/s)" }, rangemode: "tozero" },
      showlegend: true,
    },
  ),
);
show(`A step costs ${cost.fixed.toFixed(1)} ms, and each picture ${cost.perPicture.toFixed(2)} ms.`);

// %% [markdown]
// From some size on, larger batches gain nearly nothing. They also cost: fewer updates in each epoch, and more memory. So we take 64.

// %%
await measure("larger batches", 64, () => batchedLoop(64, 64));

// %% [markdown]
// > **How Python does it.** The same, with the same limits. When the batch size changes, the learning rate must change with it (notebook 05).
//
// ## A loader
// The training step could do far more than the whole loop does. So the time goes into the pictures. Our loop decodes each picture anew in each epoch and makes it smaller with JavaScript. The course's **loader** does both in compiled code (and better: it looks at all pixels and not at every third). It also takes a random part of each picture and mirrors half of them, as notebook 02 does.

// %%
const forTraining = [T.resize(side + 8), T.centerCrop(side + 8), T.randomCrop(side), T.randomHorizontalFlip()];
const inAnEpoch = Math.floor(photos.length / 64) * 64;

/** A loop over all photos. */
function loaderLoop(options: Partial<LoaderOptions>, trainOn: Step = step) {
  const usual = { batchSize: 64, shuffle: true, seed: 1, dropLast: true, transforms: forTraining };
  const batches = loader(photos, { ...usual, ...options });
  return async () => {
    const losses: tf.Scalar[] = [];
    for await (const { images, labels } of batches) losses.push(trainOn(images, labels));
    const loss = tf.tidy(() => tf.stack(losses).mean());
    const [value] = await loss.data();
    tf.dispose([...losses, loss]);
    return value;
  };
}
await measure("loader", inAnEpoch, loaderLoop({ workers: 0 }));

// %% [markdown]
// ## Workers and prefetch
// So far things are done in turns: load a batch, train on it, load the next one. A **worker** is a thread of its own, which loads the next batch while this one trains. With **prefetch** it may be several batches ahead, so that a few slow pictures don't hold up the training.
//
// ### Exercise 04-5
// What can that bring at most? Write `ratesOf`: from the pictures a second of `loading` alone and of `training` alone, the pictures a second of a loop that does both in turns, and of one that does both at once: `{ inTurns, atOnce }`.

// %% {"descent": {"exercise": "04-5"}}
function ratesOf(loading: number, training: number): { inTurns: number; atOnce: number } {
  // BEGIN SOLUTION
  // STUB: return todo("04-5");
  return { inTurns: 1 / (1 / loading + 1 / training), atOnce: Math.min(loading, training) };
  // END SOLUTION
}
await exercise("04-5").check(ratesOf);

// %%
const nothing = () => tf.scalar(0);
const inTurns = await bench(loaderLoop({ workers: 0 }), { seconds: 1 });
const loadingAlone = await bench(loaderLoop({ workers: 0 }, nothing), { seconds: 1 });
const trainingAlone = await bench(stepAlone, { seconds: 1 });
const [loading, training] = [rateOf(loadingAlone.times, inAnEpoch), rateOf(trainingAlone.times, 64)];
const expected = ratesOf(loading, training);
show(
  table(
    ["what", "pictures/s"],
    [
      ["loading alone, measured", words(loading)],
      ["training alone, measured", words(training)],
      ["in turns, expected", words(expected.inTurns)],
      ["in turns, measured", words(rateOf(inTurns.times, inAnEpoch))],
      ["at once, expected at most", words(expected.atOnce)],
    ],
  ),
);

// %%
await measure("a worker", inAnEpoch, loaderLoop({ workers: 1, prefetch: 1 }));
await measure("prefetch", inAnEpoch, loaderLoop({ workers: 1, prefetch: 4 }));

// %% [markdown]
// Does it come near to your number? With a GPU, or with many cores, it should. With two cores it may not: the training already uses both, and what the worker takes, the training lacks.
//
// ## A cache
// Whoever has to wait for loading has one more way out: not to load. After the first epoch the photos could stay decoded and scaled, and only the random part is done each time. 64 × 64 pixels take little memory:

// %%
show(`${words((photos.length * (side + 8) ** 2 * 3) / 1e6)} MB for ${photos.length} photos.`);
await measure("cache", inAnEpoch, loaderLoop({ workers: 1, prefetch: 4, cache: "memory" }));

// %% [markdown]
// The warm-up of `bench` was the epoch in which the cache was filled. It is not measured: of a hundred epochs it is one.
//
// > **How Python does it.** PyTorch: `DataLoader(…, num_workers=1, prefetch_factor=4, pin_memory=True)`. TensorFlow: `dataset.map(decode, num_parallel_calls=1).cache().shuffle(1000).batch(64).prefetch(4)`.
//
// ## Read a profile
// Now the training itself is what we wait for. A **profile** tells where its time goes: each operation is timed. In the flame chart time goes to the right; below a line of your code lie the operations that it asked for. How many are there for one step?

// %%
const report = await profile(stepAlone, { runs: 5 });
show(report);

// %% [markdown]
// ### Exercise 04-6
// Which operation costs most in your profile? And how many times as fast would the step be at most, if that operation were free? Give `operation`, its name, and `atMost`. The table above is also a list, `report.byOperation`.

// %% {"descent": {"exercise": "04-6"}}
// BEGIN SOLUTION
// STUB: const reading = { operation: todo<string>("04-6"), atMost: 1 };
const reading = { operation: report.byOperation[0]?.name, atMost: 1 / (1 - (report.byOperation[0]?.share ?? 0)) };
// END SOLUTION
await exercise("04-6").check({ ...reading, profile: report.byOperation });

// %% [markdown]
// Many operations take next to no time by themselves. It is their number that costs: each is asked for by JavaScript, one after the other, and its result is written to memory and read again by the next one.
//
// > **How Python does it.** `torch.profiler.profile()` and `prof.key_averages().table()`; in TensorFlow the Profile tab of TensorBoard.
//
// ## Compile the step
// `compile` runs the step once, notes which operations it asks for, and makes one **graph** of them. From then on one call runs the whole graph. TensorFlow may join operations in it, leave some out, and compute independent ones at the same time. (Only TensorFlow can do that. On other engines the step runs as before.)

// %%
const compiledStep = compile(step);
show(await profile(() => compiledStep(sixtyFour, answers), { warmUp: 2, runs: 5 }));
const { operations, seconds } = compiledStep.statistics;
show(`${words(operations)} operations in the graph, which took ${words(1000 * seconds)} ms to make.`);

// %%
await measure("compile", inAnEpoch, loaderLoop({ workers: 1, prefetch: 4, cache: "memory" }, compiledStep));

// %% [markdown]
// What `if` decided while the step was noted stays decided, and a number stays as it was: a learning rate that changes must be a tensor. And for each new batch size a new graph is made. That is why a step is compiled once, and used often.
//
// > **How Python does it.** `@tf.function` in TensorFlow, from which the idea comes; `torch.compile(model)` in PyTorch. Keras compiles by itself.
//
// ### Exercise 04-7
// Now all together. Here is a slow loop once more, for any step. Write `fastTraining`, which does the same and is fast: the same losses, and the same weights in the end. It is given the step and the shape of a batch, and gives back a function that trains for one epoch. What is to be done only once, do outside of that function.

// %%
function slowTraining(step: Step, [batchSize, height, width]: readonly [number, number, number]) {
  return async (pictures: readonly Uint8Array[], labels: readonly number[]): Promise<number[]> => {
    const losses: number[] = [];
    for (let first = 0; first < pictures.length; first += batchSize) {
      const some = pictures.slice(first, first + batchSize);
      const images = some.map((picture) => tf.tensor3d([...picture], [height, width, 3]).div(255)); // [H, W, 3] each
      const answers = tf.tensor1d(labels.slice(first, first + batchSize), "int32"); // [N]
      losses.push(step(tf.stack(images) as tf.Tensor4D, answers).dataSync()[0] ?? 0);
    }
    return losses;
  };
}

// %% {"descent": {"exercise": "04-7"}}
function fastTraining(step: Step, [batchSize, height, width]: readonly [number, number, number]) {
  // BEGIN SOLUTION
  // STUB: return todo<ReturnType<typeof slowTraining>>("04-7");
  const fast = compile(step);
  return async (pictures: readonly Uint8Array[], labels: readonly number[]): Promise<number[]> => {
    const losses: tf.Scalar[] = [];
    for (let first = 0; first < pictures.length; first += batchSize) {
      const images = toBatch(pictures.slice(first, first + batchSize), height, width); // [N, H, W, 3]
      const answers = tf.tensor1d(labels.slice(first, first + batchSize), "int32"); // [N]
      losses.push(fast(images, answers));
      tf.dispose([images, answers]);
    }
    const all = tf.stack(losses); // [batches]
    const values = Array.from(await all.data());
    tf.dispose([...losses, all]);
    return values;
  };
  // END SOLUTION
}
await exercise("04-7").check(fastTraining);

// %% [markdown]
// Both on 64 of our photos. They take turns, so that whatever else your computer does hits them alike.

// %%
const small = await Promise.all(Array.from({ length: 64 }, (_, place) => smallPhoto(place)));
const [bytes, labels] = [small.map((photo) => photo.bytes), small.map((photo) => photo.label)];
const [slowEpoch, fastEpoch] = [slowTraining(step, [8, side, side]), fastTraining(step, [8, side, side])];
const contest = { "slow training": () => slowEpoch(bytes, labels), "your training": () => fastEpoch(bytes, labels) };
show(await compareBench(contest));

// %% [markdown]
// ## Resident data
// Still each batch is copied from JavaScript to TensorFlow, in each epoch. If all pictures fit into the memory of the engine, they can live there: one large tensor, and a step is only told the places of its pictures. It gathers them itself. On a GPU that saves the way over the bus; on a processor it saves a copy, and the work of the loader.
//
// The price: what the loader did at random is gone, unless the step does it. (For the Learner, `loader(photos, { …, resident: true })` does all of this where no transform is random.)

// %%
const scaled = [T.resize(side), T.centerCrop(side)];
const everything = await loader(photos, { batchSize: photos.length, transforms: scaled }).first(); // [photos, 64, 64, 3]
const order = Array.from({ length: photos.length }, (_, place) => place);

type StepAt<X> = (images: X, labels: tf.Tensor1D, places: tf.Tensor1D) => tf.Scalar;
function residentLoop<X extends tf.Tensor>(images: X, trainOn: StepAt<X>) {
  return async () => {
    const losses: tf.Scalar[] = [];
    tf.util.shuffle(order);
    for (let first = 0; first < inAnEpoch; first += 64) {
      const places = tf.tensor1d(order.slice(first, first + 64), "int32"); // [64]
      losses.push(trainOn(images, everything.labels, places));
      places.dispose();
    }
    const loss = tf.tidy(() => tf.stack(losses).mean());
    const [value] = await loss.data();
    tf.dispose([...losses, loss]);
    return value;
  };
}

const stepAt: StepAt<tf.Tensor4D> = (images, labels, places) => step(tf.gather(images, places), tf.gather(labels, places));
const residentStep = compile(stepAt);
await measure("resident data", inAnEpoch, residentLoop(everything.images, residentStep));

// %% [markdown]
// ## Mixed precision
// Numbers of 32 bits know seven digits. For most of a network's work three would do, and with numbers of 16 bits (**bfloat16**) half as much memory is moved, and units that are made for them compute several at once. In **mixed precision** convolutions and matrix products use them, while the loss and the weights keep their 32 bits. Many processors of the last years have such units. On others, and here on GPUs, it can't be had: then a line says why, the numbers stay as they were, and so should the speed.

// %%
const residentMixed = compile(stepAt, { precision: "mixed", onRefusal: show });
await measure("mixed precision", inAnEpoch, residentLoop(everything.images, residentMixed));

// %% [markdown]
// What gains nothing goes out again: complexity costs, too. And is the result still right? The same weights give the same pictures these losses:

// %%
const rateWith = (loop: string) => loops.get(loop)?.rate ?? 0;
const numbers = { precision: rateWith("mixed precision") > rateWith("resident data") ? "mixed" : "float32" } as const;
show(`From here on: ${numbers.precision}.`);
const lossOf = (images: tf.Tensor4D, labels: tf.Tensor1D) =>
  tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), scoresOfAll(images)) as tf.Scalar;
const precise = compile(lossOf)(everything.images, everything.labels);
const mixed = compile(lossOf, { precision: "mixed", onRefusal: () => {} })(everything.images, everything.labels);
show(
  table(
    ["precision", "loss"],
    [
      ["float32", (await precise.data())[0]?.toFixed(5)],
      ["mixed", (await mixed.data())[0]?.toFixed(5)],
    ],
  ),
);
tf.dispose([precise, mixed]);

// %% [markdown]
// > **How Python does it.** PyTorch: `with torch.autocast("cuda", dtype=torch.bfloat16): loss = …`. Keras: `keras.mixed_precision.set_global_policy("mixed_bfloat16")`. Our Learner: `new Learner({ …, compile: { precision: "mixed" } })`.
//
// ## Frozen layers
// In notebook 03 the body of a network was frozen, and only its head learned. That is less work: gradients are needed for the head alone, so the way back ends there. (From here on it is another training, with another result: faster, but not for the same.)

// %%
const head = weights.slice(-4); // the weights and biases of the two dense layers
const headAt: StepAt<tf.Tensor4D> = (images, labels, places) =>
  stepOn(head, () => scoresOfAll(tf.gather(images, places)), tf.gather(labels, places));
const headStep = compile(headAt, numbers);
await measure("frozen layers", inAnEpoch, residentLoop(everything.images, headStep));

// %% [markdown]
// It goes further. A frozen body gives the same numbers for the same picture in each epoch. So they are computed once and kept, and only the head is trained, on 1,024 numbers for each photo.

// %%
const body = tf.model({ inputs: network.inputs, outputs: network.getLayer("features").output as tf.SymbolicTensor });
const features = body.predict(everything.images, { batchSize: 64 }) as tf.Tensor2D; // [photos, 1024]
const scoresOfHead = (rows: tf.Tensor2D) => {
  const hidden = network.getLayer("hidden").apply(rows); // [N, 64]
  return network.getLayer("scores").apply(hidden) as tf.Tensor2D; // [N, classes]
};
const featuresAt: StepAt<tf.Tensor2D> = (rows, labels, places) =>
  stepOn(head, () => scoresOfHead(tf.gather(rows, places)), tf.gather(labels, places));
const featureStep = compile(featuresAt, numbers);
await measure("features kept", inAnEpoch, residentLoop(features, featureStep));

// %% [markdown]
// > **How Python does it.** PyTorch: `for p in body.parameters(): p.requires_grad = False`, and `with torch.no_grad(): features = body(images)`. Keras: `body.trainable = False`, and `body.predict(images)`.
//
// ## All gains in one chart
// Now all loops once more, and all in turns (but for the first, which has another engine). The lines on the bars reach from quartile to quartile: where those of two bars overlap, we don't know which of them is faster. The axis is logarithmic: so much longer is so many times as fast. The factor on a bar is that to the longest bar above it.

// %%
const { reports } = await compareBench(Object.fromEntries([...loops].map(([name, { run }]) => [name, run])), { warmUp: 0 });
const bars = [slowOnWasm, ...reports].map(({ name, times, lower, upper }) => {
  const pictures = loops.get(name)?.pictures ?? 32;
  return { name, rate: rateOf(times, pictures), low: (1000 * pictures) / upper, high: (1000 * pictures) / lower };
});
const factors = bars.map(({ rate }, place) => rate / Math.max(...bars.slice(0, place).map((above) => above.rate)));
show(
  figure(
    [
      {
        type: "bar",
        orientation: "h",
        y: bars.map(({ name }) => name),
        x: bars.map(({ rate }) => rate),
        error_x: {
          type: "data",
          symmetric: false,
          array: bars.map(({ rate, high }) => high - rate),
          arrayminus: bars.map(({ rate, low }) => rate - low),
          color: "#222222",
        },
        text: bars.map(({ rate }, place) => `${words(rate)}${place > 0 ? `, × ${factors[place]?.toFixed(1)}` : ""}`),
        textposition: "inside",
        insidetextanchor: "start",
      },
    ],
    {
      title: { text: "How each step made the loop faster" },
      height: 140 + 36 * bars.length,
      bargap: 0.25,
      xaxis: { title: { text: "pictures/s, logarithmic" }, type: "log", dtick: 1, tickformat: "," },
      yaxis: { type: "category", autorange: "reversed", showgrid: false },
    },
  ),
);

// %% [markdown]
// ## The learner
// You need not write all this yourself each time. The **Learner** compiles its step, reads losses seldom, and frees what it makes; the loader has workers and a cache. What is left to you is to measure whether the options suit your data and your machine. Watch it while it trains: is the processor (or the GPU) busy all the time?

// %%
const learner = new Learner({
  model: makeNetwork(),
  train: loader(photos, { batchSize: 64, shuffle: true, seed: 1, transforms: forTraining, cache: "memory" }),
  valid: loader(others, { batchSize: 64, transforms: scaled }),
  metrics: [accuracy],
});
await device.watch(() => learner.fitOneCycle(10, { learningRate: 0.003 }));

// %% [markdown]
// ## Summary
// - Measure before you change something, and after it: with a warm-up, several runs, the median and its spread. One number is none.
// - Ask what the loop waits for: loading, transfer, computing, or JavaScript in between. Only there is something to be gained (Amdahl).
// - Cross over to TensorFlow seldom and with much: whole batches, flat arrays; read losses now and then.
// - Batches of some size share what each step costs. Workers load while the network trains; a cache spares the loading.
// - A compiled step is one call instead of a hundred. Resident data spares the way, frozen layers spare the way back.
// - Whoever makes a tensor frees it. `tf.memory()` counts, `device.watch` draws, `profile` tells which line costs.
// - Faster is worth nothing if the result is another one: compare losses and weights.

// %%
tf.dispose([sixtyFour, answers, features]);
everything.dispose();
learner.dispose();
for (const graph of [compiledStep, residentStep, residentMixed, headStep, featureStep]) graph.dispose();
