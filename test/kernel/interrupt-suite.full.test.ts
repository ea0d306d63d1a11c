import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { brief, startKernel } from "./support.ts";

/** How often each case is tried: an interrupt may come at any moment. */
const times = 50;

const sleeping = "const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));";

const training = `import * as tf from "@tensorflow/tfjs";
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
model.compile({ loss: "meanSquaredError", optimizer: "sgd" });
const x = tf.ones([64, 4]), y = tf.ones([64, 1]);
tf.setBackend("cpu");`;

test.each([
  ["a loop that awaits", sleeping, "for (;;) { turns++; await sleep(1); }"],
  ["a synchronous loop", "", "for (;;) turns++;"],
  ["a synchronous loop after an await", sleeping, "await sleep(1); for (;;) { turns++; }"],
  ["model.fit", training, "await model.fit(x, y, { epochs: 1e6, verbose: 0 });"],
  [
    "timers, one of which never returns",
    sleeping,
    "setInterval(() => turns++, 1); setTimeout(() => { for (;;) turns++; }, 3); await sleep(1e6);",
  ],
])(
  `interrupts stop %s, ${times} times out of ${times}`,
  async (_, setup, code) => {
    const kernel = await startKernel();
    expect((await kernel.run(`let turns = 0; let cells = 0;\n${setup}`)).reply["status"]).toBe("ok");
    for (let time = 1; time <= times; time++) {
      const wait = 1 + ((time * 7) % 40); // milliseconds: another one each time
      const began = (): void => void setTimeout(() => kernel.process.signal("SIGINT"), wait);
      const { reply } = await kernel.run(`cells++; console.log("begins"); ${code}`, { began });
      expect(reply, `time ${time}`).toMatchObject({ status: "error", ename: "KeyboardInterrupt", evalue: "Interrupted" });
      const { heard } = await kernel.run(
        "const before = turns; await new Promise((resolve) => setTimeout(resolve, 5)); [cells, turns - before]",
      );
      expect(brief(heard), `time ${time}`).toEqual([`execute_result {"text/plain":"[ ${time}, 0 ]"}`]); // nothing lost, nothing left running
    }
  },
  240_000,
);

test("code that nothing milder stops is ended with its process at the second interrupt, and the cell says so", async () => {
  const kernel = await startKernel();
  const { reply } = await kernel.run("console.log('begins'); await 1; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);", {
    began: () => {
      setTimeout(() => kernel.process.signal("SIGINT"), 100);
      setTimeout(() => kernel.process.signal("SIGINT"), 1500);
    },
  });
  expect(reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
  expect(reply["evalue"]).toContain("its process was ended");
  expect((await kernel.run("1")).reply["status"]).toBe("ok");
});

test("an interrupt between two cells hits neither", async () => {
  const kernel = await startKernel();
  for (let time = 0; time < times; time++) {
    kernel.process.signal("SIGINT");
    await sleep(50); // a signal and a message that are sent at the same time come in any order
    expect((await kernel.run(`await Promise.resolve(${time})`)).reply["status"]).toBe("ok");
  }
});
