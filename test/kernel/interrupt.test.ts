import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { brief, startKernel, type TestKernel } from "./support.ts";

/** Runs code that prints when it has begun, interrupts it then, and tells how long it took to end. */
async function interrupted(
  kernel: TestKernel,
  code: string,
): Promise<{ seconds: number; reply: Record<string, unknown>; heard: string[] }> {
  let at = 0;
  const { reply, heard } = await kernel.run(code, {
    began: () => {
      setTimeout(() => {
        at = performance.now();
        kernel.process.signal("SIGINT");
      }, 100);
    },
  });
  return { seconds: (performance.now() - at) / 1000, reply, heard: brief(heard) };
}

const stopped = { status: "error", ename: "KeyboardInterrupt", evalue: "Interrupted" };

describe("an interrupt", () => {
  test("stops what it can within 2 seconds, keeps the variables, and the next cell runs", async () => {
    const kernel = await startKernel();
    await kernel.run("let turns = 0;\nconst sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));");
    for (const code of [
      "console.log('begins'); for (;;) { turns++; await sleep(5); }",
      "console.log('begins'); for (;;) {}",
      "console.log('begins'); await new Promise(() => {})",
      "console.log('begins'); for await (const x of (async function* () { for (;;) { await sleep(5); yield 1; } })()) turns++;",
      "async function inner() { for (;;) await sleep(5) }\nconsole.log('begins');\ntry { await inner() } finally { turns = -1 }",
    ]) {
      const { seconds, reply } = await interrupted(kernel, code);
      expect(reply, code).toMatchObject(stopped);
      expect(seconds, code).toBeLessThan(2);
    }
    expect(brief((await kernel.run("turns")).heard)).toEqual(['execute_result {"text/plain":"-1"}']);
  });

  test("lets code that obeys the cell's signal end by itself: its variables and its value are there, and the queue is ended", async () => {
    const kernel = await startKernel();
    const running = interrupted(
      kernel,
      `const { signal } = (globalThis as any)[Symbol.for('descent.cell')] as { signal: AbortSignal };
      console.log('begins');
      const batches = await new Promise<number>((resolve) => { let n = 0; const timer = setInterval(() => { n++; if (signal.aborted) { clearInterval(timer); resolve(n); } }, 5); });
      batches > 0`,
    );
    const waiting = kernel.run("'queued'");
    const { reply, heard, seconds } = await running;
    expect(reply).toMatchObject(stopped);
    expect(heard).toContain('execute_result {"text/plain":"true"}');
    expect(seconds).toBeLessThan(1);
    expect((await waiting).reply["status"]).toBe("aborted");
    expect(brief((await kernel.run("batches > 0")).heard)).toEqual(['execute_result {"text/plain":"true"}']);
    expect((await kernel.run("(globalThis as any)[Symbol.for('descent.cell')].signal.aborted")).heard[0]?.content["data"]).toEqual({
      "text/plain": "false",
    });
  });

  test("stops training by TensorFlow.js after a batch, and the model trains again", async () => {
    const kernel = await startKernel();
    const model = await kernel.run(
      `import * as tf from "@tensorflow/tfjs";
      const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
      model.compile({ loss: "meanSquaredError", optimizer: "sgd" });
      const x = tf.ones([64, 4]), y = tf.ones([64, 1]);
      await model.fit(x, y, { epochs: 1, verbose: 0 });
      const before = tf.memory().numTensors;`,
    );
    expect(model.reply["evalue"]).toBeUndefined();
    for (const code of [
      "console.log('begins'); const history = await model.fit(x, y, { epochs: 1e6, verbose: 0 }); history.epoch.length > 0",
      "console.log('begins'); for (;;) { await tf.nextFrame(); tf.tidy(() => void x.matMul(tf.ones([4, 4])).sum()); }",
    ]) {
      const { seconds, reply } = await interrupted(kernel, code);
      expect(reply, code).toMatchObject(stopped);
      expect(seconds, code).toBeLessThan(2);
    }
    const after = await kernel.run(
      "await model.fit(x, y, { epochs: 1, verbose: 0 }); [history.epoch.length > 0, tf.memory().numTensors - before]",
    );
    expect(brief(after.heard)).toEqual(['execute_result {"text/plain":"[ true, 0 ]"}']);
  });

  test("of an idle kernel stops what an earlier cell left running", async () => {
    const kernel = await startKernel();
    await kernel.run(
      "let ticks = 0;\nvoid (async () => { for (;;) { await new Promise((resolve) => setTimeout(resolve, 5)); ticks++; } })();",
    );
    kernel.process.signal("SIGINT");
    await sleep(300); // else it might hit the next cell
    await kernel.run("await new Promise((resolve) => setTimeout(resolve, 100)); const then = ticks;");
    const { heard } = await kernel.run("await new Promise((resolve) => setTimeout(resolve, 100)); ticks - then");
    expect(brief(heard)).toEqual(['execute_result {"text/plain":"0"}']);
  });

  test("may also come as a message, and a second one ends an await at once", async () => {
    const kernel = await startKernel();
    let begun = 0;
    const { reply } = await kernel.run("console.log('begins'); await new Promise(() => {})", {
      began: () => {
        begun = performance.now();
        kernel.client.interrupt();
        setTimeout(() => kernel.client.interrupt(), 50);
      },
    });
    expect(reply).toMatchObject(stopped);
    expect(performance.now() - begun).toBeLessThan(900);
  });
});
