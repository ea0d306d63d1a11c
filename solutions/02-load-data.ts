// %% [markdown]
// # Load data
//
// At the end of this notebook you will be able to
// - open a folder of pictures, and see what is in it before you train on it;
// - split it so that the test tells the truth;
// - change pictures at random while a network learns from them, and leave them alone while it is tested;
// - feed a network in batches, faster than it can eat, and evenly where classes are uneven.
//
// Run a cell with **Shift + Enter**.

// %%
import { existsSync } from "node:fs";
import { exercise, todo } from "descent/course";
import {
  balancedSampler,
  cleanCameraTraps,
  type Dataset,
  datasets,
  findCorruptImages,
  groupedSplit,
  Image,
  imageFolder,
  loader,
  readCaptures,
  readTable,
  stratifiedSplit,
  transforms as T,
  weightedSampler,
} from "descent/data";
import { bars, classCounts, figure, imageSizes, show } from "descent/plot";

// %% [markdown]
// ## What a data set is
// Anything with a `length` and a way to `get` the element at a place, counted from 0. That is all that the rest of this notebook needs. Whether elements lie in memory, in files or are made up on the spot is nobody's business.
//
// Now it is your turn. Until you have written your answer, `todo(…)` stands in its place: a sign that shows itself and can't be used otherwise.

// %%
show(todo("02-1"));

// %% [markdown]
// ### Exercise 02-1
// Write a function that makes a data set of a list of pictures and a list of their labels. Its `get(index)` gives `{ image, label }`.
//
// Write in the place of `todo(…)` and run the cell: it is checked at once, as often as you like. When you are stuck, `await exercise("02-1").hint()` in a new cell helps; `.skip()` gives you an answer to go on with.

// %% {"descent":{"exercise":"02-1"}}
function toDataset(pictures: number[][], labels: number[]): Dataset<{ image: number[]; label: number }> {
  // BEGIN SOLUTION
  // STUB: return todo("02-1");
  return {
    length: pictures.length,
    get: (index) => ({ image: pictures[index] ?? [], label: labels[index] ?? 0 }),
  };
  // END SOLUTION
}
await exercise("02-1").check(toDataset);

// %% [markdown]
// > **How Python does it.** PyTorch: a class with `__len__` and `__getitem__`, derived from `torch.utils.data.Dataset`. The same two things under other names.
//
// ## A folder of pictures
// Most picture data sets are a folder with one folder for each class: `train/howler/1.jpg`, `train/saki/2.jpg` … Here are photos of ten species of monkeys, where the network (or your classroom's mirror) has them. Elsewhere the course draws camera-trap pictures of the savanna by itself, as notebook 01 cleaned them. All that follows works with either.

// %%
const project = await datasets.savannaCameraTraps();
const { pictures } = cleanCameraTraps(await readCaptures(project.annotations), await readTable(project.images), {
  atLeast: project.perClass / 2,
  atMost: project.perClass,
});
const listed = await imageFolder(project.folder, {
  id: "savanna",
  table: pictures,
  path: "image_path_rel",
  label: "question__species",
  group: "capture_id",
});
const savanna = (await findCorruptImages(listed)).keep(listed); // without the few files that are damaged

// Monkeys where they can be had, else the savanna.
const photos = await datasets.monkeySpecies().then(
  ({ train }) => train,
  () => savanna,
);
show(photos);

// %% [markdown]
// Only the names of the files have been read so far. A picture is decoded when it is asked for, and it shows itself.

// %%
const { image, label, id } = await photos.get(0);
show(`${id} is a ${photos.classes[label ?? 0]}:`, image);

// %% [markdown]
// ## Look before you train
// Two questions come first. How many pictures has each class? A network that sees one class ten times as often as another will guess it ten times as often.

// %%
show(classCounts(photos, { sorted: true }));

// %% [markdown]
// And how large are they? A network wants one size. Here each dot is a size, the larger the more pictures have it. One dot only: somebody has scaled them before us. Photos from phones fill the figure.

// %%
show(imageSizes(await photos.sizes()));

// %% [markdown]
// Files that are damaged would end an epoch in the middle. `findCorruptImages` found those of the savanna above.
//
// > **How Python does it.** torchvision: `datasets.ImageFolder("train")`. fastai: `ImageDataLoaders.from_folder(path)`, and `dls.show_batch()` to look at it. Both decode when a picture is asked for, too.
//
// ## Split: learn from some, test on others
// What a network has seen it can remember. So a part is set aside for the test, and another one, the validation part, for choosing by. A **stratified** split gives each part its share of each class.

// %%
const [train, valid, test] = stratifiedSplit(photos, { fractions: [0.8, 0.1, 0.1], seed: 1 });
show(`${train.length} pictures to learn from, ${valid.length} to choose by, ${test.length} to test on.`);

// %% [markdown]
// Is that enough? A camera trap takes a few pictures in a row: a **capture**. They show the same animal in the same light, a second apart. If one of them is learned from and its neighbour tested on, the test is too easy: the network may remember the bush behind the animal.

// %%
const captures = savanna.groups ?? [];
const burst = captures.findIndex((capture, index) => index > 0 && capture === captures[index - 1]);
show(savanna.subset([burst - 1, burst]));

// %% [markdown]
// ### Exercise 02-2
// How bad is it? Write a function that takes the captures of the training pictures and those of the test pictures. It gives the number of **test pictures** whose capture is also among the training pictures.

// %% {"descent":{"exercise":"02-2"}}
function leaking(train: readonly string[], test: readonly string[]): number {
  // BEGIN SOLUTION
  // STUB: return todo("02-2");
  const seen = new Set(train);
  return test.filter((capture) => seen.has(capture)).length;
  // END SOLUTION
}
await exercise("02-2").check(leaking);

// %% [markdown]
// A **grouped** split keeps captures together. Compare:

// %%
const fractions = [0.8, 0.2] as const;
const byClass = stratifiedSplit(savanna, { fractions, seed: 1 });
const byCapture = groupedSplit(savanna, { fractions, seed: 1 });
show(
  bars(
    {
      stratified: leaking(byClass[0].groups ?? [], byClass[1].groups ?? []),
      grouped: leaking(byCapture[0].groups ?? [], byCapture[1].groups ?? []),
    },
    {
      title: "Test pictures with a neighbour in the training part",
      subtitle: `of ${byClass[1].length} test pictures`,
      x: "split",
      y: "pictures",
    },
  ),
);

// %% [markdown]
// > **How Python does it.** PyTorch: `random_split(dataset, [0.8, 0.1, 0.1])`, which knows neither classes nor groups. scikit-learn: `train_test_split(…, stratify=labels)` and `StratifiedGroupKFold`.
//
// ## Transforms: what a network gets to see
// A transform takes a picture and gives another one. The first group brings all pictures to one size; it does the same each time.

// %%
const side = 96;
show(T.compare(image, [T.resize([side, side]), T.resize(side), T.centerCrop(side), T.pad(8), T.grayscale()]));

// %% [markdown]
// The second group changes the picture at random: **augmentation**. An animal seen from the other side, a little closer or in the evening is still the same animal. Each epoch the network sees another version and can't learn the pictures by heart.

// %%
const augmentations = [
  T.randomResizedCrop(side, { scale: [0.3, 1] }),
  T.randomHorizontalFlip(),
  T.randomRotation(25),
  T.colorJitter({ brightness: 0.5, contrast: 0.5, saturation: 0.5 }),
  T.randomErasing({ p: 1 }),
];
for (const transform of augmentations) show(T.compare(image, transform, { times: 6, seed: 4 }));

// %% [markdown]
// Not everything that can be changed may be changed. A 6 that is turned round is a 9; a zebra on its head is rare. Ask yourself: would I still give it the same label, and may such a picture come?
//
// ### Exercise 02-3
// Write a transform of your own that mirrors a picture, so that left becomes right. A picture is one long array: row after row, pixel after pixel, and for each pixel its `channels` (red, green, blue). Return a new array.

// %% {"descent":{"exercise":"02-3"}}
function mirror(values: Uint8Array, width: number, channels: number): Uint8Array {
  // BEGIN SOLUTION
  // STUB: return todo("02-3");
  const result = new Uint8Array(values.length);
  const height = values.length / (width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const from = (y * width + (width - 1 - x)) * channels + channel;
        result[(y * width + x) * channels + channel] = values[from] ?? 0;
      }
    }
  }
  return result;
  // END SOLUTION
}
await exercise("02-3").check(mirror);

// %%
const mirrored = T.lambda((picture) => {
  const values = mirror(picture.pixels, picture.width, picture.channels);
  return new Image({ ...picture, values });
});
show(T.compare(image, [mirrored, T.randomHorizontalFlip({ p: 1 })]));

// %% [markdown]
// Training and validation get different lists. To learn, random versions; to validate and test, always the same middle of the picture, so that two runs can be compared.

// %%
const forTraining = [
  T.randomResizedCrop(side, { scale: [0.5, 1] }),
  T.randomHorizontalFlip(),
  T.colorJitter({ brightness: 0.2, contrast: 0.2 }),
];
const forTesting = [T.resize(side), T.centerCrop(side)];

// %% [markdown]
// > **How Python does it.** torchvision: `transforms.Compose([transforms.RandomResizedCrop(96), transforms.RandomHorizontalFlip(), …])`. The names here are the same in camelCase, and so are the pixels. fastai: `aug_transforms()`.
//
// ## Normalise
// Networks learn best from numbers around 0 that are neither large nor tiny. So each channel has its mean taken away and is divided by its standard deviation. Both are measured on the **training** part: whatever is measured on the test part has been learned from it.
//
// ### Exercise 02-4
// Write a function that takes the values of many pictures in one array (pixel after pixel, 0 … 1) and gives `{ mean, std }`: for each channel its mean and its standard deviation.

// %% {"descent":{"exercise":"02-4"}}
function statistics(values: Float32Array, channels: number): { mean: number[]; std: number[] } {
  // BEGIN SOLUTION
  // STUB: return todo("02-4");
  const count = values.length / channels;
  const mean: number[] = [];
  const std: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let squares = 0;
    for (let place = channel; place < values.length; place += channels) {
      const value = values[place] ?? 0;
      sum += value;
      squares += value ** 2;
    }
    mean.push(sum / count);
    std.push(Math.sqrt(squares / count - (sum / count) ** 2)); // the mean of the squares less the square of the mean
  }
  return { mean, std };
  // END SOLUTION
}
await exercise("02-4").check(statistics);

// %% [markdown]
// A few hundred pictures are enough to measure it.

// %%
const some = await loader(train, { batchSize: 256, shuffle: true, seed: 1, transforms: forTesting }).first();
const { mean, std } = statistics(await some.images.data<"float32">(), 3); // [256 · 96 · 96 · 3]
some.dispose();
const normalize = T.normalize({ mean, std });
const inWords = (numbers: number[]) => numbers.map((number) => number.toFixed(3)).join(", ");
show(`mean ${inWords(mean)}, standard deviation ${inWords(std)} of red, green, blue`);
show(`ImageNet has ${T.imagenet.mean.join(", ")} and ${T.imagenet.std.join(", ")}.`);

// %% [markdown]
// ## The loader
// It takes pictures in a random order, decodes and transforms them in threads of their own, and hands them over in batches: `images` of shape `[N, height, width, channels]` and `labels` of shape `[N]`. While the network computes, the next batch is on its way.

// %%
const transforms = [...forTraining, normalize];
const batches = loader(train, { batchSize: 64, shuffle: true, seed: 1, transforms });
const batch = await batches.first();
show(batch);
batch.dispose(); // tensors lie outside JavaScript's memory and are freed by hand; in a loop the loader does it

// %% [markdown]
// ### Exercise 02-5
// A data set has 1,095 photos, and a batch takes 64. How many batches has an epoch? And how many with `dropLast: true`, which leaves out a last batch that is not full?

// %% {"descent":{"exercise":"02-5"}}
// BEGIN SOLUTION
// STUB: const [allBatches, fullBatches] = [todo<number>("02-5"), todo<number>("02-5")];
const [allBatches, fullBatches] = [18, 17];
// END SOLUTION
await exercise("02-5").check([allBatches, fullBatches]);

// %% [markdown]
// ## How fast?
// A network that waits for its pictures learns nothing meanwhile. Two things help: **workers**, which are threads that decode at the same time, and a **cache**, which keeps the pictures decoded and scaled after the first epoch. What is random comes after the cache, so that each epoch still differs.

// %%
const sample = train.take(Math.min(400, train.length));

async function imagesPerSecond(options: { workers: number; cache?: "memory" }) {
  const cheap = [T.resize(side + 16), T.randomCrop(side), T.randomHorizontalFlip(), normalize];
  const timed = loader(sample, { batchSize: 32, shuffle: true, transforms: cheap, ...options });
  let begun = 0;
  for (let epoch = 0; epoch < 2; epoch++) {
    begun = performance.now(); // the first epoch starts threads and fills the cache: the second one counts
    for await (const { images } of timed) void images.shape; // [32, 96, 96, 3]
  }
  return Math.round((1000 * sample.length) / (performance.now() - begun));
}

const speeds = {
  "on the main thread": await imagesPerSecond({ workers: 0 }),
  "1 worker": await imagesPerSecond({ workers: 1 }),
  "2 workers": await imagesPerSecond({ workers: 2 }),
  "1 worker and a cache": await imagesPerSecond({ workers: 1, cache: "memory" }),
};
show(bars(speeds, { title: "How fast pictures come", x: "loader", y: "images/s" }));

// %% [markdown]
// > **How Python does it.** PyTorch: `DataLoader(dataset, batch_size=64, shuffle=True, num_workers=2, drop_last=True)`. Its workers are processes that send pictures to each other; here they are threads that write into the same memory.
//
// ## Uneven classes
// In nature some animals are rare. Let us take away nearly all pictures of one species and look at a batch.

// %%
const rare = 0;
const labels = Array.from(savanna.labels ?? []);
const all = labels.map((_, index) => index);
const uneven = savanna.subset(all.filter((index) => labels[index] !== rare || index % 10 === 0));
show(classCounts(uneven, { title: `Few of ${savanna.classes[rare]}` }));

// %% [markdown]
// A **sampler** decides which pictures an epoch has. A weighted one draws each picture as often as its weight says, so that rare ones come again and again.
//
// ### Exercise 02-6
// Write a function that gives each picture its weight, such that all classes come equally often. It takes the label of each picture (0, 1, 2 …) and the number of classes. A weight counts beside the others only: 1, 1, 2 is the same as 10, 10, 20.

// %% {"descent":{"exercise":"02-6"}}
function weightsOf(labels: Int32Array, classes: number): number[] {
  // BEGIN SOLUTION
  // STUB: return todo("02-6");
  const counts = Array.from({ length: classes }, (_, label) => labels.filter((own) => own === label).length);
  return Array.from(labels, (own) => 1 / (counts[own] ?? 1));
  // END SOLUTION
}
await exercise("02-6").check(weightsOf);

// %% [markdown]
// `balancedSampler` does it for you, and draws no picture again before all of its class have come. Here is what a batch of 64 holds with each.

// %%
const weights = weightsOf(uneven.labels ?? new Int32Array(), uneven.classes.length);
const samplers = {
  "shuffled, as they are": { shuffle: true },
  weightedSampler: { sampler: weightedSampler(uneven, { weights, seed: 2 }) },
  balancedSampler: { sampler: balancedSampler(uneven, { seed: 2 }) },
};
const bySampler = [];
for (const [name, options] of Object.entries(samplers)) {
  const batch = await loader(uneven, { batchSize: 64, seed: 2, transforms: forTesting, ...options }).first();
  const drawn = Array.from(await batch.labels.data());
  batch.dispose();
  const y = uneven.classes.map((_, own) => drawn.filter((other) => other === own).length);
  bySampler.push({ type: "bar", name, x: uneven.classes, y });
}
show(
  figure(bySampler, {
    title: { text: "One batch of 64 pictures" },
    xaxis: { title: { text: "class" } },
    yaxis: { title: { text: "pictures in the batch" } },
  }),
);

// %% [markdown]
// > **How Python does it.** PyTorch: `WeightedRandomSampler(weights, num_samples)`. It also has `replacement=True`, as here: a picture may come twice.
//
// ## Your own photos
// Make a folder `photos` beside this notebook, with one folder for each class (`photos/cat/1.jpg`, `photos/dog/2.png` …) and run the cell. Any mix of JPEG, PNG, WebP and other files will do, upright or not. Files that can't be read are named, with the reason.

// %%
if (existsSync("photos")) {
  const own = await imageFolder("photos");
  show(own, await findCorruptImages(own), imageSizes(await own.sizes()));
} else {
  show("There is no folder photos beside this notebook yet.");
}

// %% [markdown]
// ## Summary
// - A data set has a `length` and a `get(index)`. Pictures in files are decoded when they are asked for.
// - Look first: class counts, sizes, broken files. Split so that nothing of the test part has a twin in the training part.
// - Random transforms for training only; mean and standard deviation from the training part only.
// - The loader makes batches in threads while the network computes. A cache makes every epoch but the first faster; a sampler makes uneven classes even.
//
// **Go on from here**: in notebook 03 you train a network on such batches. Before that, put twenty photos of your own into a folder and look at what `T.randAugment()` does to them.
