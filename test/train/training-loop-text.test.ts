import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { device } from "../../lib/device/index.ts";
import { displaySymbol } from "../../lib/plot/index.ts";
import { type Callback, clipGradients, earlyStopping, mixup, saveBest } from "../../lib/train/index.ts";
import { free } from "./free.ts";
import { smallLearner } from "./small-learner.ts";

beforeAll(async () => void (await device.use()));
beforeEach(() => void vi.spyOn(process.stdout, "write").mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());

test("shows the loop with the callbacks' methods in their places, in the order in which they are called", () => {
  const learner = smallLearner({ callbacks: [mixup(), clipGradients({ norm: 1 })] });
  const text = learner.printTrainingLoop({ callbacks: [earlyStopping(), saveBest("best.safetensors")] });
  expect(text.toString()).toBe(`\
try {
  await earlyStopping.beforeFit(run);
  await saveBest.beforeFit(run);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let { images, targets } of train) {                     // 3 batches of 16 from 48 pictures
      ({ images, targets } = mixup.changeBatch({ images, targets }, run));
      const outputs = model.apply(images, { training: true });   // [N, 3]
      const loss = lossOf(outputs, targets);                     // cross-entropy
      let gradients = gradientsOf(loss, weights);                // 6 tensors
      gradients = clipGradients.changeGradients(gradients);
      update(weights, gradients, learningRate[step++]);          // Adam
    }
    evaluate(model, valid);                                      // valid_loss, accuracy; 1 batch of 12 from 12 pictures
    await earlyStopping.afterEpoch(run);
    await saveBest.afterEpoch(run);
  }
} finally {
  await earlyStopping.afterFit(run);
}`);
  expect(vi.mocked(process.stdout.write).mock.calls.join("")).toBe(`${text}\n`);
  expect(text[displaySymbol]()?.["text/html"]).toContain("<b>      gradients = clipGradients.changeGradients(gradients);</b>");
  free(learner);
});

test("the order is the one in which a fit calls them", async () => {
  vi.stubEnv("DESCENT_BUDGET", "full");
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const called: string[] = [];
  const moments = ["beforeFit", "beforeEpoch", "changeBatch", "changeGradients", "afterBatch", "afterEpoch", "afterFit"] as const;
  const teller = {
    name: "teller",
    ...Object.fromEntries(
      moments.map((moment) => [
        moment,
        (given: unknown) => {
          called.push(moment);
          return moment.startsWith("change") ? given : undefined;
        },
      ]),
    ),
  } as Callback;
  const learner = smallLearner({ callbacks: [teller] });
  await learner.fit(1);
  const inText = [
    ...learner
      .printTrainingLoop()
      .toString()
      .matchAll(/teller\.(\w+)/g),
  ].map(([, moment]) => moment);
  expect(inText).toEqual([...moments]);
  expect([...new Set(called)]).toEqual([...moments]);
  vi.unstubAllEnvs();
  free(learner);
});

test("a callback whose name can't stand in code is called by its place", () => {
  const learner = smallLearner({ callbacks: [{ name: "my first callback", afterFit() {} }] });
  expect(learner.printTrainingLoop().toString()).toContain("await callbacks[0].afterFit(run);");
  free(learner);
});
