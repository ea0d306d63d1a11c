import { afterEach, expect, test, vi } from "vitest";
import { livePlot } from "../../../lib/train/index.ts";
import { recorder } from "../../plot/recorder.ts";
import { fitWith, HandMadeRun, inAnotherProcess } from "./hand-made-run.ts";

afterEach(() => void vi.restoreAllMocks());

const epochs = [0.5, 0.6, 0.7].map((accuracy) => ({ valid: 1 - accuracy, accuracy }));

interface Drawn {
  readonly data: readonly { readonly name: string; readonly x: number[]; readonly y: number[] }[];
}
const drawn = (bundle: Readonly<Record<string, unknown>> | undefined): Drawn => bundle?.["application/vnd.plotly.v1+json"] as Drawn;

test("a notebook sees two drawings that change in their places and become figures at the end", async () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  await fitWith(livePlot({ target, clock: () => (now += 2000) }), epochs);
  const places = [...new Set(shown.map(({ place }) => place?.id))];
  expect(places).toHaveLength(2);
  expect(shown[0]?.bundle["text/html"]).toContain("<svg");
  expect(shown.slice(-2).map(({ place }) => place)).toEqual(places.map((id) => ({ id, update: true })));
  const [figures, rates] = shown.slice(-2).map(({ bundle }) => drawn(bundle).data);
  expect(figures).toMatchObject([
    { name: "accuracy", x: [1, 2, 3], y: [0.5, 0.6, 0.7] },
    { name: "error", x: [1, 2, 3] },
  ]);
  expect(rates).toMatchObject([{ name: "learning rate", x: [1, 2, 3, 4, 5, 6], y: Array(6).fill(0.1) }]);
});

test("a terminal gets them once, at the end, in words", async () => {
  const { target, shown } = recorder("terminal");
  await fitWith(livePlot({ target }), epochs);
  expect(shown.map(({ text }) => text.split("\n")[0])).toEqual([
    "Figures after each epoch (figure by epoch)",
    "Learning rate (learning rate by batch)",
  ]);
});

test("only what was chosen is drawn", async () => {
  const { target, shown } = recorder("terminal");
  await fitWith(livePlot({ target, curves: ["valid_loss"] }), epochs);
  expect(shown.map(({ bundle }) => drawn(bundle).data)).toMatchObject([[{ name: "valid_loss", y: [0.5, 0.4, expect.closeTo(0.3, 9)] }]]);
});

test("a fit that goes on shows the rates from its beginning; the next fit begins anew", async () => {
  const { target, shown } = recorder("terminal");
  const make = () => livePlot({ target, curves: ["learning_rate"] });
  const first = make();
  const { run } = await fitWith(first, epochs);
  await fitWith(inAnotherProcess(make, first), epochs, run);
  expect(drawn(shown.at(-1)?.bundle).data[0]?.x).toHaveLength(12);
  await fitWith(first, epochs);
  expect(drawn(shown.at(-1)?.bundle).data[0]?.x).toHaveLength(6);
});

test("a long fit's rates are thinned out evenly", async () => {
  const { target, shown } = recorder("terminal");
  await fitWith(livePlot({ target, curves: ["learning_rate"] }), Array(1000).fill({ valid: 1 }));
  const x = drawn(shown.at(-1)?.bundle).data[0]?.x ?? [];
  expect(x.length).toBeGreaterThan(200);
  expect(x.length).toBeLessThan(600);
  expect(new Set(x.slice(1).map((step, index) => step - (x[index] ?? 0))).size).toBe(1);
});

test("says what it expected", () => {
  expect(() => livePlot({ curves: "accuracy" as never })).toThrow(
    'Expected curves to be a list such as ["accuracy", "learning_rate"] but got "accuracy"',
  );
  expect(() => livePlot({ curves: ["f1"] }).beforeFit?.(new HandMadeRun())).toThrow(/Expected each of curves to be one of .*learning_rate/);
});
