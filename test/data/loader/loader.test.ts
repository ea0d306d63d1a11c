import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Loader, loader } from "../../../lib/data/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { toys } from "../toys.ts";
import { withoutLeaks } from "./leak-check.ts";

withoutLeaks();

/** The first pixel of each picture, batch by batch: it names the picture. */
async function pictures(batches: Loader): Promise<number[][]> {
  const seen: number[][] = [];
  for await (const { images } of batches) {
    const values = await images.data();
    seen.push(Array.from({ length: images.shape[0] }, (_, row) => Math.round((values[row * 6] ?? 0) * 255) / 6));
  }
  return seen;
}

describe("a loader", () => {
  test("gives images between 0 and 1 with their labels, in order, the last batch smaller", async () => {
    const batches = loader(toys(5), { batchSize: 2 });
    expect(batches.length).toBe(3);
    const labels: number[][] = [];
    for await (const batch of batches) {
      expect(batch.images.dtype).toBe("float32");
      expect(batch.images.shape.slice(1)).toEqual([2, 3, 1]);
      expect(batch.labels.dtype).toBe("int32");
      labels.push(Array.from(await batch.labels.data()));
    }
    expect(labels).toEqual([[0, 1], [2, 0], [1]]);
    expect(await pictures(batches)).toEqual([[0, 1], [2, 3], [4]]);
  });

  test("turns 255 into exactly 1", async () => {
    const batch = await loader(toys(1, { pixels: Uint8Array.of(0, 51, 102, 153, 204, 255) }), { batchSize: 1 }).first();
    const values = Array.from(await batch.images.data());
    expect([values[0], values[5]]).toEqual([0, 1]);
    for (const [place, value] of values.entries()) expect(value).toBeCloseTo(place / 5, 6);
    batch.dispose();
  });

  test("leaves out a last batch that is not full, if told to", async () => {
    const batches = loader(toys(5), { batchSize: 2, dropLast: true });
    expect(batches.length).toBe(2);
    expect(await pictures(batches)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test("shuffles each epoch anew, and the same way from the same seed", async () => {
    const epochs = async (seed: number): Promise<number[][]> => {
      const batches = loader(toys(30), { batchSize: 8, shuffle: true, seed });
      return [(await pictures(batches)).flat(), (await pictures(batches)).flat()];
    };
    const [first, second] = await epochs(1);
    expect(first).not.toEqual(second);
    expect(await epochs(1)).toEqual([first, second]);
    expect(await epochs(2)).not.toEqual([first, second]);
  });

  test("gives every picture once an epoch, whatever the sizes", async () => {
    const sizes = fc.record({ count: fc.integer({ min: 1, max: 40 }), batchSize: fc.integer({ min: 1, max: 50 }), seed: fc.integer() });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ count, batchSize, seed }) => {
        const batches = loader(toys(count), { batchSize, shuffle: true, seed });
        const seen = await pictures(batches);
        expect(seen.length).toBe(batches.length);
        expect(seen.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      }),
      { numRuns: 20 },
    );
  });

  test("marks hidden labels with −1", async () => {
    const batch = await loader(toys(3, { labels: undefined }), { batchSize: 3 }).first();
    expect(Array.from(await batch.labels.data())).toEqual([-1, -1, -1]);
    batch.dispose();
  });

  test("first() looks at the epoch that comes next, and does not use it up", async () => {
    const batches = loader(toys(30), { batchSize: 30, shuffle: true });
    const looked = await batches.first();
    const names = Array.from(await looked.images.data()).filter((_, index) => index % 6 === 0);
    looked.dispose();
    expect((await pictures(batches)).flat()).toEqual(names.map((value) => Math.round(value * 255) / 6));
  });
});

describe("no tensor stays", () => {
  test("when the loop is left early", async () => {
    for await (const batch of loader(toys(9), { batchSize: 2 })) {
      expect(batch.images.isDisposed).toBe(false);
      break;
    }
  });

  test("when the loop's body throws", async () => {
    const failing = (async () => {
      for await (const _batch of loader(toys(9), { batchSize: 2 })) throw new Error("mine");
    })();
    await expect(failing).rejects.toThrow("mine");
  });

  test("when the loop's body disposes of its batch itself", async () => {
    for await (const batch of loader(toys(9), { batchSize: 2 })) batch.dispose();
  });

  test("when the running cell is stopped, which ends the loop", async () => {
    const stop = new AbortController();
    const key = Symbol.for("descent.cell");
    Reflect.set(globalThis, key, { signal: stop.signal });
    onTestFinished(() => {
      Reflect.deleteProperty(globalThis, key);
    });
    let seen = 0;
    const stopped = (async () => {
      for await (const _batch of loader(toys(1000), { batchSize: 1 })) {
        // From a timer, as a press of the Stop button comes: a loop that never awaits anything else must still notice it.
        if (++seen === 3) setTimeout(() => stop.abort(new Error("stopped by the learner")), 0);
      }
    })();
    await expect(stopped).rejects.toThrow("stopped by the learner");
    expect(seen).toBeLessThan(500);
  });
});

describe("a loader says what it expected", () => {
  test("of the batch size", () => {
    expect(() => loader(toys(5), { batchSize: 0 })).toThrow("Expected batchSize to be a positive integer but got 0");
  });

  test("of the data set", () => {
    expect(() => loader(toys(5).subset([]), { batchSize: 2 })).toThrow("but got 0 pictures: it is empty");
    expect(() => loader(toys(5), { batchSize: 6, dropLast: true })).toThrow(
      "but got 5 pictures: a batch takes 6: use smaller batches or dropLast: false",
    );
    expect(() => loader({ train: toys(5) } as never, { batchSize: 6 })).toThrow("loader(data.train, { batchSize: 64 })");
  });
});

test("a batch shows itself as a contact sheet, and in words", async () => {
  const batch = await loader(toys(5), { batchSize: 4 }).first();
  const bundle = await batch[displaySymbol]();
  expect(bundle["text/plain"]).toBe("Batch of 4: images [4, 2, 3, 1] float32, labels [4] int32, values 0 … 0.09");
  expect(bundle["text/html"]).toContain("bee");
  batch.dispose();
});
