import { expect, test, vi } from "vitest";
import { Cell } from "../../../lib/kernel/code/cell.ts";

const cell = (): Cell => new Cell({ id: 1, number: 1, options: { drawsPlotly: false, asksInput: false } });

test("waiting gives what the promise gives, and passes on what it throws", async () => {
  const running = cell();
  expect(await running.wait(Promise.resolve(3))).toBe(3);
  expect(running.wait(4)).toBe(4);
  await expect(running.wait(Promise.reject(new Error("no")))).rejects.toThrow("no");
});

test("an interrupt leaves code that obeys the signal time to end, ends other waits after it, and refuses new ones at once", async () => {
  vi.useFakeTimers();
  try {
    const running = cell();
    const obeying = running.wait(
      new Promise((resolve) => running.signal.addEventListener("abort", () => setTimeout(() => resolve("ended"), 500))),
    );
    const ignoring = running.wait(new Promise(() => undefined)) as Promise<unknown>;
    const caught = ignoring.catch((error: Error) => error.name);
    running.interrupt();
    expect(() => running.wait(1)).toThrow("Interrupted");
    await vi.advanceTimersByTimeAsync(600);
    expect(await obeying).toBe("ended");
    await vi.advanceTimersByTimeAsync(600);
    expect(await caught).toBe("KeyboardInterrupt");
  } finally {
    vi.useRealTimers();
  }
});

test("a second interrupt ends waits at once", async () => {
  const running = cell();
  const waiting = running.wait(new Promise(() => undefined)) as Promise<unknown>;
  running.interrupt();
  running.interrupt();
  await expect(waiting).rejects.toThrow("Interrupted");
});
