import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { device, tf, WatchReport } from "../../../lib/device/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { recorder } from "../../plot/recorder.ts";

test("watches while a function runs: live curves, then the figure, in one place, and the function's result", async () => {
  const { target, shown } = recorder("notebook");
  const report = await device.watch(
    async () => {
      await sleep(60);
      return "history";
    },
    { every: 0.01, target },
  );
  expect(report.result).toBe("history");
  expect(report.samples.length).toBeGreaterThan(1);
  expect(shown[0]?.bundle["text/html"]).toContain("<svg");
  expect(shown.at(-1)?.bundle).toHaveProperty(["application/vnd.plotly.v1+json"]);
  expect(shown.at(-1)?.text).toBe(String(report));
  expect(new Set(shown.map(({ place }) => place?.id)).size).toBe(1);
});

test("what runs without an await is seen by the sample at the end", async () => {
  const { target } = recorder("terminal");
  const report = await device.watch(
    () => {
      const end = performance.now() + 100;
      while (performance.now() < end);
    },
    { target },
  );
  expect(report.samples).toHaveLength(1);
  expect(report.seconds).toBeGreaterThan(0.09);
  expect(report.peaks.cpu).toBeGreaterThan(0);
  expect(report.peaks.cpu).toBeLessThanOrEqual(100);
  expect(report.peaks.processBytes).toBeGreaterThan(1e7);
});

test("without a function it watches until it is stopped, once and for all", async () => {
  const watch = device.watch({ every: 0.005 });
  await sleep(30);
  const held = tf.zeros([1000]);
  const report = watch.stop();
  expect(report.peaks.tensorBytes).toBeGreaterThanOrEqual(4000);
  const { length } = report.samples;
  await sleep(30);
  expect(watch.stop()).toBe(report);
  expect(report.samples).toHaveLength(length);
  held.dispose();
});

test("makes no tensors", async () => {
  expect(await device.leaks(() => device.watch(() => sleep(30), { every: 0.01, target: recorder("notebook").target }))).toBe(0);
});

test("a GPU adds its curves", async () => {
  const askGpu = (answered: (answer: string) => void): void => answered("88, 2000");
  const { target } = recorder("notebook");
  const report = await device.watch(() => sleep(20), { askGpu, target });
  expect(report.peaks).toMatchObject({ gpuUse: 88, gpuBytes: 2000 * 2 ** 20 });
  expect(report.figure().data.map(({ name }) => name)).toEqual(["CPU", "GPU", "process", "tensors", "GPU memory"]);
  expect(report.sketch()["text/html"]).toContain("GPU memory");
});

test("what the function throws comes through, and what was seen until then is shown", async () => {
  const { target, shown } = recorder("terminal");
  await expect(device.watch(() => Promise.reject(new Error("no data")), { target })).rejects.toThrow("no data");
  expect(shown).toHaveLength(1);
});

test("tells the peaks in words", () => {
  const sample = { seconds: 0.25, cpu: 50.4, processBytes: 1.2e9, tensorBytes: 3.1e8, gpu: undefined };
  const samples = [sample, { ...sample, seconds: 12.34, cpu: 96.6, processBytes: 1e9, gpu: { use: 88, bytes: 2e9 } }];
  const report = new WatchReport({ samples, cores: 2, result: undefined });
  expect(String(report)).toBe("12.3 s: CPU up to 97 % of 2 cores; process up to 1.2 GB, tensors up to 310.0 MB; GPU up to 88 %, 2.0 GB");
  expect(report[displaySymbol]()?.["text/plain"]).toBe(String(report));
});

test("says what it expected", async () => {
  const wrong = device.watch as (...given: unknown[]) => unknown;
  expect(() => wrong(Promise.resolve())).toThrow("Expected a function to watch but got a value of type Promise.\n  Write () =>");
  expect(() => device.watch({ every: 0 })).toThrow("Expected every to be a positive number but got 0");
  await expect(device.watch(() => 1, { every: -1 })).rejects.toThrow("Expected every to be a positive number but got -1");
});
