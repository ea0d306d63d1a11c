import { readFile } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { ImageFolder, type Loader, loader, transforms as T } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { serve } from "../worker.ts";

const finish = [T.randomHorizontalFlip(), T.toTensor(), T.normalize()];
const fromPhotos = [T.randomResizedCrop(128), ...finish];
const fromCache = [T.resize([160, 160]), T.randomCrop(128), ...finish];

let batches: Loader | undefined;

function started(): Loader {
  if (!batches) throw new Error("Expected start before any work");
  return batches;
}

/** One epoch, in which each batch becomes a tensor. @returns the mean of its first batch's values, too, where asked for */
async function epoch({ mean = false } = {}): Promise<{ pictures: number; mean: number }> {
  let pictures = 0;
  let found = Number.NaN;
  for await (const { images } of started()) {
    pictures += images.shape[0];
    if (mean && Number.isNaN(found)) found = tf.tidy(() => images.mean().dataSync()[0] ?? Number.NaN);
  }
  return { pictures, mean: found };
}

await serve({
  start: async ({ list, engine, mode, workers }) => {
    const report = await device.use(engine as EngineName);
    const paths = JSON.parse(await readFile(String(list), "utf8")) as string[];
    const folder = dirname(dirname(paths[0] ?? ""));
    const ids = paths.map((path) => relative(folder, path));
    const dataset = new ImageFolder({ id: "photos", split: "all", classes: ["photo"], folder, ids, labels: new Int32Array(ids.length) });
    const cache = mode === "memory" || mode === "disk" ? mode : false;
    const transforms = cache ? fromCache : fromPhotos;
    batches = loader(dataset, { batchSize: 64, shuffle: true, dropLast: true, workers: Number(workers), transforms, cache });
    return { versions: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] ?? "unknown" } };
  },
  prepare: async () => {
    const { mean } = await epoch({ mean: true }); // fills the cache, if there is one, and starts the threads
    const start = performance.now();
    const { pictures } = await epoch();
    return { secondsPerItem: (performance.now() - start) / 1000 / pictures, facts: { mean } };
  },
  measure: async ({ items }) => {
    const start = performance.now();
    let pictures = 0;
    while (pictures < Number(items)) pictures += (await epoch()).pictures;
    return { seconds: (performance.now() - start) / 1000, items: pictures, facts: {} };
  },
  growth: async ({ epochs }) => {
    const before = process.memoryUsage().rss / 1e6;
    for (let count = 0; count < Number(epochs); count++) await epoch();
    return { before, after: process.memoryUsage().rss / 1e6, tensors: tf.memory().numTensors };
  },
});
