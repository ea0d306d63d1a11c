import { expect, test } from "vitest";
import { LiveDisplay } from "../../lib/plot/live-display.ts";
import { recorder } from "./recorder.ts";

const words = (text: string) => () => ({ "text/plain": text });

test("updates go to one place, at most so many a second, and the last state always", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const display = new LiveDisplay({ perSecond: 4, clock: () => now, target });
  for (now = 0; now < 1000; now += 10) display.update(words(`at ${now}`));
  display.end(words("done"));
  expect(shown.map(({ text }) => text)).toEqual(["at 0", "at 250", "at 500", "at 750", "done"]);
  expect(new Set(shown.map(({ place }) => place?.id)).size).toBe(1);
  expect(shown.map(({ place }) => place?.update)).toEqual([false, true, true, true, true]);
});

test("a bundle that will not be seen is never made", () => {
  const { target } = recorder("notebook");
  let made = 0;
  const display = new LiveDisplay({ clock: () => 0, target });
  for (let index = 0; index < 100; index++) {
    display.update(() => {
      made++;
      return { "text/plain": "" };
    });
  }
  expect(made).toBe(1);
});

test("drawing that takes long is done seldom: it costs at most 2 % of the time", () => {
  let now = 0;
  let drawing = 0;
  const target = {
    kind: "notebook" as const,
    show() {
      now += 30;
      drawing += 30;
    },
  };
  const display = new LiveDisplay({ perSecond: 4, clock: () => now, target });
  for (; now < 60_000; now += 5) display.update(words(""));
  expect(drawing).toBeGreaterThan(0);
  expect(drawing / now).toBeLessThanOrEqual(0.021);
});

test("in a terminal, where nothing can be taken back, only the last state is printed", () => {
  const { target, shown } = recorder("terminal");
  const display = new LiveDisplay({ target });
  display.update(words("half"));
  display.end(words("whole"));
  expect(shown.map(({ text }) => text)).toEqual(["whole"]);
});
