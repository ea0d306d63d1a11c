import { expect, test } from "vitest";
import { type FitState, fitView } from "../../lib/train/fit-view.ts";
import { History } from "../../lib/train/history.ts";
import { recorder, stream } from "../plot/recorder.ts";

function stateOf(): FitState {
  const history = new History(["accuracy"], "cross-entropy (nats)");
  const plan = { epochs: 5, batches: 938, validBatches: 40 };
  return { plan, history, epoch: 1, batch: 0, validating: false, pictures: 0, seconds: 0, validSeconds: 0 };
}

function finishEpoch(state: FitState): void {
  for (let batch = 0; batch < 938; batch++) state.history.batchLosses.push(2 - batch / 938);
  state.history.addEpoch({ epoch: state.epoch, trainLoss: 1.5, valid: { loss: 0.9, accuracy: 0.7512 }, seconds: 25 });
}

test("a notebook sees a table with a bar, rate and time left, and a figure, each in a place of its own", () => {
  const { target, shown } = recorder("notebook");
  let now = 0;
  const state = stateOf();
  const view = fitView(state, { target, clock: () => now });
  finishEpoch(state);
  view.epoch();
  Object.assign(state, { epoch: 2, batch: 120, pictures: 120 * 64, seconds: 3.2, validSeconds: 2 });
  now = 5000;
  view.batch();
  const [board, chart] = shown;
  expect(board?.text.split("\n").slice(2)).toEqual([
    "    1      1.5000      0.9000    0.7512  25.0 s",
    "epoch 2 of 5, batch 120 of 938, 2,400 img/s, 1 min 45 s left",
  ]);
  expect(board?.bundle["text/html"]).toContain(`<progress value="${938 + 40 + 120}" max="${5 * (938 + 40)}"`);
  expect(chart?.bundle["text/html"]).toContain("Loss while training");
  expect(chart?.text).toMatch(/train: 1.999 → 1.021 .*\n {2}valid: 0\.9000/);
  expect(board?.place?.id).not.toBe(chart?.place?.id);

  view.end("stopped in epoch 2 at batch 120; the learner keeps what it has learnt");
  expect(shown.at(-2)?.text).toContain("stopped in epoch 2 at batch 120");
  expect(shown.at(-2)?.bundle["text/html"]).not.toContain("<progress");
  expect(shown.at(-2)?.place).toEqual({ id: board?.place?.id, update: true });
  const figure = shown.at(-1)?.bundle["application/vnd.plotly.v1+json"] as { data: { name: string; x: number[]; y: number[] }[] };
  expect(figure.data.map(({ name }) => name)).toEqual(["train", "valid"]);
  expect(figure.data[0]?.x.length).toBeLessThanOrEqual(300);
  expect(figure.data[1]).toMatchObject({ x: [938], y: [0.9] });
  expect(shown.at(-1)?.place).toEqual({ id: chart?.place?.id, update: true });
});

test("a terminal sees the head once, a line an epoch, and on a TTY one line that goes on", () => {
  const { target, shown } = recorder("terminal");
  const line = stream({ isTTY: true, columns: 100 });
  const state = stateOf();
  const view = fitView(state, { target, stream: line, clock: () => 0 });
  Object.assign(state, { batch: 1, pictures: 64, seconds: 0.5 });
  view.batch();
  finishEpoch(state);
  view.epoch();
  Object.assign(state, { epoch: 2 });
  finishEpoch(state);
  view.epoch();
  view.end();
  expect(line.written[0]).toBe("\r\u001b[2Kepoch 1 of 5, batch 1 of 938, 128 img/s, 39 min 5 s left");
  expect(shown.map(({ text }) => text.split("\n").length)).toEqual([3, 1]);
  expect(shown[1]?.text).toBe("    2      1.5000      0.9000    0.7512  25.0 s");
});

test("while validating, the line says so", () => {
  const { target } = recorder("terminal");
  const line = stream({ isTTY: true, columns: 100 });
  const state = { ...stateOf(), epoch: 3, batch: 7, validating: true };
  fitView(state, { target, stream: line, clock: () => 0 }).batch();
  expect(line.written).toEqual(["\r\u001b[2Kepoch 3 of 5, validating: batch 7 of 40"]);
});

test("what the quick budget leaves out is said at the start in a terminal, and beside the table in a notebook", () => {
  const note = "DESCENT_BUDGET=quick: 1 epoch of 20 batches instead of 5 of 938";
  const state = { ...stateOf(), plan: { epochs: 1, batches: 20, validBatches: 20, note } };
  const terminal = recorder("terminal");
  fitView(state, { target: terminal.target, stream: stream({ isTTY: false }) });
  expect(terminal.shown.map(({ text }) => text)).toEqual([note]);
  const notebook = recorder("notebook");
  fitView(state, { target: notebook.target }).end();
  expect(notebook.shown[0]?.text).toContain(note);
});
