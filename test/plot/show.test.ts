import { createRequire } from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { displaySymbol, LiveDisplay, show } from "../../lib/plot/index.ts";

const require = createRequire(import.meta.url);
const kernel = globalThis as { display?: unknown };

afterEach(() => {
  delete kernel.display;
  vi.restoreAllMocks();
});

function onCourseKernel(): unknown[][] {
  const calls: unknown[][] = [];
  kernel.display = (...call: unknown[]) => calls.push(call);
  return calls;
}

const later = (text: string) => ({ [displaySymbol]: async () => ({ "text/plain": text }) });

test("on the course kernel values go to its display, in their order", () => {
  const calls = onCourseKernel();
  expect(show("one", 2)).toBeUndefined();
  expect(calls).toEqual([
    [{ "text/plain": "one" }, {}],
    [{ "text/plain": "2" }, {}],
  ]);
});

test("values after one that draws itself slowly wait for it", async () => {
  const calls = onCourseKernel();
  await show("first", later("second"), "third", later("fourth"));
  expect(calls.map(([bundle]) => bundle)).toEqual(["first", "second", "third", "fourth"].map((text) => ({ "text/plain": text })));
});

test("a value that fails to draw itself fails the show", async () => {
  onCourseKernel();
  const broken = { [displaySymbol]: async () => Promise.reject(new Error("no pixels")) };
  await expect(show(broken)).rejects.toThrow("no pixels");
});

test("on stock tslab a whole bundle goes out in one message, and an update names its place", () => {
  const path = require.resolve("tslab/dist/jupyter.js");
  const tslab = require(path) as { lastWriteDisplayData: unknown };
  const sent: unknown[][] = [];
  tslab.lastWriteDisplayData = (...message: unknown[]) => sent.push(message);
  try {
    show({ [displaySymbol]: () => ({ "text/plain": "words", "text/html": "<i>words</i>" }) });
    const live = new LiveDisplay();
    live.end(() => ({ "text/plain": "a" }));
    live.end(() => ({ "text/plain": "b" }));
    show({ [displaySymbol]: () => ({ "text/plain": "c", "application/vnd.plotly.v1+json": {}, "image/png": "left to JupyterLab" }) });
  } finally {
    delete require.cache[path];
  }
  expect(sent[0]).toEqual([{ data: { "text/plain": "words", "text/html": "<i>words</i>" }, metadata: {}, transient: {} }, false]);
  expect(sent[3]?.[0]).toMatchObject({ data: { "text/plain": "c", "application/vnd.plotly.v1+json": {} } });
  expect(JSON.stringify(sent[3])).not.toContain("image/png");
  const ids = sent.slice(1, 3).map(([message]) => (message as { transient: { display_id?: string } }).transient.display_id);
  expect(ids[0]).toEqual(expect.any(String));
  expect(ids[1]).toBe(ids[0]);
  expect(sent.map(([, update]) => update)).toEqual([false, false, true, false]);
});

test("in a terminal values are words on standard output", () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  show({ [displaySymbol]: () => ({ "text/plain": "two bars", "text/html": "<svg></svg>" }) });
  expect(write.mock.calls).toEqual([["two bars\n"]]);
});
