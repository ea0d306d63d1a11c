import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { projectRoot } from "../../../lib/base/index.ts";
import { type Batch, BrokenPicture, ImageFolder, loader, map, transforms as T } from "../../../lib/data/index.ts";
import { pool } from "../../../lib/data/loader/threads/pool.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { toys } from "../toys.ts";
import { testPhotos } from "./photos.ts";
import { bitsOf, readAll } from "./read-all.ts";

const photos = testPhotos(23);
const augment = [T.randomResizedCrop(16), T.randomHorizontalFlip(), T.colorJitter({ brightness: 0.3 }), T.toTensor(), T.normalize()];

beforeAll(async () => {
  await device.use("wasm");
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(0);
});

/** The message of the error that ends a loop. */
async function failure(batches: AsyncIterable<Batch>): Promise<{ batches: number; error: Error }> {
  let count = 0;
  try {
    for await (const _ of batches) count++;
  } catch (error) {
    return { batches: count, error: error as Error };
  }
  throw new Error("Expected the loop to fail");
}

describe("batches are the same to the bit with any number of workers", () => {
  test("of files, augmented, over two epochs", async () => {
    const epochs = (workers: number) => bitsOf(loader(photos.dataset, { batchSize: 5, shuffle: true, workers, transforms: augment }), 2);
    const wanted = await epochs(0);
    expect(new Set(wanted).size).toBe(10);
    for (const workers of [1, 2, 4]) expect(await epochs(workers)).toEqual(wanted);
    expect(await bitsOf(loader(photos.dataset, { batchSize: 5, shuffle: true, seed: 1, transforms: augment }))).not.toEqual(
      wanted.slice(0, 5),
    );
  });

  test("of pictures in memory", async () => {
    const options = { batchSize: 4, shuffle: true, transforms: [T.randomCrop(2), T.randomHorizontalFlip()] };
    const wanted = await readAll(loader(toys(11), { ...options, workers: 0 }));
    expect(wanted.map(({ shape }) => shape)).toEqual([
      [4, 2, 2, 1],
      [4, 2, 2, 1],
      [3, 2, 2, 1],
    ]);
    expect(await readAll(loader(toys(11), { ...options, workers: 2 }))).toEqual(wanted);
  });

  test("with a transform of one's own, which runs on the main thread", async () => {
    let calls = 0;
    const mine = T.lambda((image) => {
      calls++;
      return image;
    });
    const transforms = [T.randomResizedCrop(16), mine, T.randomHorizontalFlip(), T.toTensor()];
    const wanted = await bitsOf(loader(photos.dataset, { batchSize: 8, workers: 0, transforms }));
    expect(await bitsOf(loader(photos.dataset, { batchSize: 8, workers: 2, transforms }))).toEqual(wanted);
    expect(calls).toBe(2 * 23);
  });

  test("with several crops of each picture: rows follow one another, labels repeat", async () => {
    const transforms = [T.resize([24, 24]), T.fiveCrop(16)];
    const batches = loader(photos.dataset, { batchSize: 4, workers: 2, transforms });
    const batch = await batches.first();
    expect(batch.images.shape).toEqual([20, 16, 16, 3]);
    expect(batch.crops).toBe(5);
    expect(Array.from(batch.labels.dataSync().subarray(0, 10))).toEqual(Array(10).fill(photos.dataset.labels?.[0]));
    batch.dispose();
    expect(await bitsOf(batches)).toEqual(await bitsOf(loader(photos.dataset, { batchSize: 4, workers: 0, transforms })));
  });

  test("with collate, which gets the pictures whatever their size, with label and id", async () => {
    const collate = (samples: readonly { id: string; label: number; image: { shape: readonly number[] } }[]) =>
      samples.map(({ id, label, image }) => `${id} ${label} ${image.shape.join("×")}`);
    const collated = async (workers: number) => {
      const all: string[] = [];
      for await (const lines of loader(photos.dataset, { batchSize: 10, workers, collate, transforms: [T.randomCrop(8)] }))
        all.push(...lines);
      return all;
    };
    const lines = await collated(0);
    expect(lines[0]).toBe(`${photos.dataset.ids[0]} ${photos.dataset.labels?.[0]} 8×8×3`);
    expect(lines).toHaveLength(23);
    expect(await collated(2)).toEqual(lines);
  });

  test("first() shows the batch that comes next, and a picture that comes twice an epoch comes in two forms", async () => {
    const twice = { length: 2, order: () => Int32Array.of(3, 3) };
    const batches = loader(photos.dataset, { batchSize: 2, sampler: twice, workers: 1, transforms: [T.randomResizedCrop(16)] });
    const looked = await batches.first();
    const values = looked.images.dataSync();
    expect(values.slice(0, 16 * 16 * 3)).not.toEqual(values.slice(16 * 16 * 3));
    for await (const { images } of batches) expect(images.dataSync()).toEqual(values);
    looked.dispose();
  });
});

describe("what goes wrong in a worker", () => {
  /** The photos with one that is broken at place 7. */
  async function withBroken(): Promise<ImageFolder> {
    const { ids, labels, folder } = photos.dataset;
    await writeFile(join(folder, "ant/broken.jpg"), "no picture");
    return new ImageFolder({
      id: "p",
      split: "all",
      classes: ["ant", "bee"],
      folder,
      ids: [...ids.slice(0, 7), "ant/broken.jpg", ...ids.slice(8)],
      labels,
    });
  }

  test("is told with the file's name after the batches before it, the same for any number of workers", async () => {
    const dataset = await withBroken();
    for (const workers of [0, 1, 3]) {
      const { batches, error } = await failure(loader(dataset, { batchSize: 3, workers, transforms: augment }));
      expect(batches).toBe(2);
      expect(error).toBeInstanceOf(BrokenPicture);
      expect(error.message).toContain(join(dataset.folder, "ant/broken.jpg"));
      expect((error as BrokenPicture).hint).toBeTypeOf("string");
    }
  });

  test("pictures of different sizes in a batch: both sizes, the file and the mend", async () => {
    for (const workers of [0, 2]) {
      const { error } = await failure(loader(photos.dataset, { batchSize: 8, workers, transforms: [T.resize(20)] }));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toMatch(
        /^Expected pictures of one size, \[\d+, \d+, 3\] as .+ has become, but .+ has become \[\d+, \d+, 3\]\.\n.*T\.resize\(\[height, width\]\)/,
      );
    }
  });

  test("a transform's own error keeps its message", async () => {
    for (const workers of [0, 1]) {
      const { error } = await failure(loader(toys(4), { batchSize: 2, workers, transforms: [T.randomCrop(9)] }));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toContain("9");
    }
  });

  test("a thread that dies is reported, and the next loop has a new one", async () => {
    const options = { batchSize: 2, workers: 1, transforms: augment };
    const { error } = await failure({
      async *[Symbol.asyncIterator]() {
        let worker = pool.take(1)[0];
        pool.giveBack([]);
        for await (const batch of loader(photos.dataset, options)) {
          worker?.say(undefined as never); // a fault that no picture can cause; once, for it is to hit no later thread
          worker = undefined;
          await new Promise((resolve) => setTimeout(resolve, 200));
          yield batch;
        }
      },
    });
    expect(error.message).toMatch(/^A thread of the loader failed: /);
    expect(await readAll(loader(photos.dataset, options))).toHaveLength(12);
  });
});

describe("nothing goes on", () => {
  test("when the loop is left early; the next epoch is whole", async () => {
    const batches = loader(photos.dataset, { batchSize: 2, workers: 2, transforms: augment });
    for await (const { images } of batches) {
      expect(images.isDisposed).toBe(false);
      break;
    }
    expect(await readAll(batches)).toHaveLength(12);
  });

  test("when Stop comes while a batch is waited for", async () => {
    const stop = new AbortController();
    const key = Symbol.for("descent.cell");
    Reflect.set(globalThis, key, { signal: stop.signal });
    onTestFinished(() => {
      Reflect.deleteProperty(globalThis, key);
    });
    const endless = { length: 1_000_000, order: () => new Int32Array(1_000_000) };
    const { error } = await failure({
      async *[Symbol.asyncIterator]() {
        setTimeout(() => stop.abort(new Error("stopped by the learner")), 50);
        yield* loader(photos.dataset, { batchSize: 1_000_000, sampler: endless, workers: 1, transforms: [T.resize([1, 1])] });
      },
    });
    expect(error.message).toBe("stopped by the learner");
  });

  test("that keeps the process alive after whole epochs, loops that were left, and iterators that nobody ends", async () => {
    const lib = (path: string): string => JSON.stringify(pathToFileURL(join(projectRoot, "lib", path)).href);
    const script = `
      import { ImageFolder } from ${lib("data/image-folder/index.ts")};
      import { loader } from ${lib("data/loader/index.ts")};
      import { resize } from ${lib("data/transforms/resize.ts")};
      import { device } from ${lib("device/index.ts")};
      await device.use("wasm");
      const ids = ${JSON.stringify(photos.dataset.ids.slice(0, 13))};
      const dataset = new ImageFolder({ id: "p", split: "all", classes: ["all"], folder: ${JSON.stringify(photos.folder)}, ids });
      const batches = loader(dataset, { batchSize: 5, workers: 2, transforms: [resize([8, 8])] });
      for await (const { images } of batches) console.log(images.shape[0]);
      for await (const { images } of batches) { console.log(images.shape[0]); break; }
      const { value } = await batches[Symbol.asyncIterator]().next();
      console.log("and", value.images.shape[0]);`;
    const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", script]);
    onTestFinished(() => {
      child.kill("SIGKILL");
    });
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.on("data", (data) => (out += data));
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(0);
    expect(out).toBe("5\n5\n3\n5\nand 5\n");
  });
});

test("pictures from a function of one's own come on the main thread, with its labels", async () => {
  const grey = map(toys(5), ({ id, image, label }) => ({ id, image, label: (label ?? 0) + 10 }));
  const [first] = await readAll(loader(grey, { batchSize: 4, workers: 2 }));
  expect(first?.labels).toEqual([10, 11, 12, 10]);
});
