// The process in which probe() tries an engine: computes one small product with it and prints the report as JSON.

import { oneOf } from "../base/expect.ts";
import { type EngineName, engineNames } from "./engine.ts";
import { engines } from "./engines/index.ts";
import { failure } from "./probe.ts";
import type { EngineReport } from "./report.ts";
import { tf } from "./tensorflow.ts";

async function report(name: EngineName): Promise<EngineReport> {
  const engine = engines[name];
  try {
    const detail = await engine.start();
    await tf.setBackend(engine.backend);
    const [product] = await tf.matMul(tf.ones([1, 100]), tf.ones([100, 1])).data();
    if (product !== 100) throw new Error(`it computes wrongly: 100 ones add up to ${product}`);
    const reservation = engine.reservation?.();
    return { name, works: true, detail, ...(reservation ? { reservation } : {}) };
  } catch (thrown) {
    return failure(name, thrown);
  }
}

const engine = process.argv[2] as EngineName;
oneOf({ engine }, engineNames);
// Leaves at once, for some drivers keep threads that would hold the process.
void report(engine).then((result) => process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0)));
