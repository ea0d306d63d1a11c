import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Interruption } from "../../../lib/kernel/front/interruption.ts";
import type { Command } from "../../../lib/kernel/link/messages.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An interruption of a process that notes what is done to it. */
function begun(goesOn = true) {
  const done: string[] = [];
  let id = 0;
  const interruption = new Interruption({
    send: (command: Command) => {
      done.push(command.type);
      if (command.type === "interrupt") id = command.id;
    },
    signal: (name) => done.push(name),
  });
  const begin = (): void => interruption.begin(() => goesOn);
  begin();
  return { done, interruption, begin, hear: () => interruption.heard(id) };
}

test("goes on to harder means while nobody answers", () => {
  const { done, interruption } = begun();
  expect(done).toEqual(["interrupt"]);
  vi.advanceTimersByTime(500);
  expect(done).toEqual(["interrupt", "break"]);
  vi.advanceTimersByTime(1000);
  expect(done).toEqual(["interrupt", "break", "SIGINT"]);
  expect(interruption.ended).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(done).toEqual(["interrupt", "break", "SIGINT", "SIGKILL"]);
  expect(interruption.ended).toBe(true);
});

test("leaves a process alone that answered and whose cell ended", () => {
  const { done, hear } = begun(false);
  hear();
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual(["interrupt"]);
});

test("tries again where the process answered and the cell still runs", () => {
  const { done, hear } = begun(true);
  hear();
  vi.advanceTimersByTime(3200);
  expect(done).toEqual(["interrupt", "interrupt", "break"]);
});

test("ends the process at the second request, but not at a double click", () => {
  const { done, begin } = begun();
  vi.advanceTimersByTime(200);
  begin();
  expect(done).toEqual(["interrupt", "break"]);
  vi.advanceTimersByTime(1500);
  begin();
  expect(done.at(-1)).toBe("SIGKILL");
});
