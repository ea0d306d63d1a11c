import { expect, test } from "vitest";
import { GpuProbe } from "../../../lib/device/watch/gpu-probe.ts";

function driver() {
  const waiting: ((answer: string | undefined) => void)[] = [];
  let asked = 0;
  const ask = (answered: (answer: string | undefined) => void): void => {
    asked++;
    waiting.push(answered);
  };
  return { ask, asked: () => asked, answer: (answer: string | undefined) => waiting.shift()?.(answer) };
}

test("asks once a second at most, and never twice at a time", () => {
  const { ask, asked, answer } = driver();
  const probe = new GpuProbe(ask);
  probe.refresh(0);
  probe.refresh(5000);
  expect(asked()).toBe(1);
  expect(probe.latest).toBeUndefined();
  answer("40, 100");
  expect(probe.latest).toEqual({ use: 40, bytes: 100 * 2 ** 20 });
  probe.refresh(999);
  expect(asked()).toBe(1);
  probe.refresh(1000);
  expect(asked()).toBe(2);
});

test("a driver that does not answer is asked no more", () => {
  const { ask, asked, answer } = driver();
  const probe = new GpuProbe(ask);
  probe.refresh(0);
  answer(undefined);
  probe.refresh(10_000);
  expect(asked()).toBe(1);
  expect(probe.latest).toBeUndefined();
});
