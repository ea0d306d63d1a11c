import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { displaySymbol } from "../../lib/plot/index.ts";
import { BenchReport, bench } from "../../lib/speed/index.ts";

beforeEach(() => void vi.stubEnv("DESCENT_BUDGET", "full"));
afterEach(() => void vi.unstubAllEnvs());

/** A clock that only the measured function moves on. */
function clockAndRun(...milliseconds: readonly number[]) {
  let now = 0;
  let calls = 0;
  const run = () => {
    now += milliseconds[calls++ % milliseconds.length] ?? 0;
  };
  return { clock: () => now, run, calls: () => calls };
}

test("warms up, measures, and tells median and quartiles in a line", async () => {
  const { clock, run, calls } = clockAndRun(10, 12, 14);
  const report = await bench(run, { seconds: 1.2, warmUp: 0.12, name: "step", clock });
  expect(calls()).toBe(11 + 100);
  expect(String(report)).toBe("step: 12.0 ms (10.0–14.0), 100 runs");
  expect(report.perSecond).toBeCloseTo(1000 / 12);
  expect(report[displaySymbol]()).toMatchObject({
    "text/plain": String(report),
    "text/html": expect.stringContaining("12.0 ms (10.0–14.0)"),
  });
});

test("a slow function runs three times all the same, after one run to warm up", async () => {
  const { clock, run, calls } = clockAndRun(60_000);
  expect((await bench(run, { clock })).runs).toBe(3);
  expect(calls()).toBe(4);
});

test("the quick budget measures for a moment, and a slow function once", async () => {
  vi.stubEnv("DESCENT_BUDGET", "quick");
  const fast = clockAndRun(10);
  expect((await bench(fast.run, { seconds: 5, warmUp: 5, clock: fast.clock })).runs).toBe(20);
  expect(fast.calls()).toBe(40);
  const slow = clockAndRun(60_000);
  expect((await bench(slow.run, { clock: slow.clock })).runs).toBe(1);
});

test("waits for an asynchronous function", async () => {
  const { clock, run } = clockAndRun(5);
  const later = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    run();
  };
  expect((await bench(later, { seconds: 0.05, warmUp: 0, clock })).median).toBe(5);
});

test("tensors that are made and returned are disposed; others stay", async () => {
  const kept = tf.ones([3]);
  const options = { seconds: 0.01, warmUp: 0 };
  expect(await device.leaks(() => bench(() => kept.square(), options))).toBe(0);
  expect(await device.leaks(() => bench(async () => ({ loss: kept.sum(), rest: [kept.square(), kept] }), options))).toBe(0);
  expect(kept.isDisposed).toBe(false);
  kept.dispose();
});

test("times of any size are told in a fitting unit", () => {
  expect(String(new BenchReport("", [1234]))).toBe("1.23 s (1.23–1.23), 1 run");
  expect(String(new BenchReport("", [0.5, 0.5]))).toBe("500 µs (500–500), 2 runs");
  expect(String(new BenchReport("", [0.000_25]))).toBe("250 ns (250–250), 1 run");
});

test("what the function throws comes through", async () => {
  await expect(
    bench(() => {
      throw new Error("no batch");
    }),
  ).rejects.toThrow("no batch");
});

describe("in a notebook", () => {
  const key = Symbol.for("descent.cell");
  afterEach(() => void Reflect.deleteProperty(globalThis, key));

  test("Stop ends it after the present run", async () => {
    const controller = new AbortController();
    Object.assign(globalThis, { [key]: { signal: controller.signal } });
    const stopped = bench(() => controller.abort(new Error("stopped")), { seconds: 1000 });
    await expect(stopped).rejects.toThrow("stopped");
  });
});

test("says what it expected", async () => {
  const wrong = bench as (...given: unknown[]) => Promise<unknown>;
  await expect(wrong(3)).rejects.toThrow("Expected run to be a function but got 3.\n  Write () => in front of what is to be measured");
  await expect(bench(() => 1, { seconds: 0 })).rejects.toThrow("Expected seconds to be a positive number but got 0");
  await expect(bench(() => 1, { warmUp: -1 })).rejects.toThrow("Expected warmUp to be 0 or more but got -1");
});
