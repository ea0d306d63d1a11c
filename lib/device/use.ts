import { oneOf } from "../base/expect.ts";
import { Problem } from "../base/problem.ts";
import { type Engine, type EngineName, engineNames } from "./engine.ts";
import { engines } from "./engines/index.ts";
import { failure, probe } from "./probe.ts";
import { DeviceReport, type EngineReport, type PassedOver } from "./report.ts";
import { tf } from "./tensorflow.ts";

let inUse: DeviceReport | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** What the last successful `use` chose; undefined before. */
export function current(): DeviceReport | undefined {
  return inUse;
}

/**
 * Chooses what computes from here on: the engine asked for; without one that of the environment variable `DESCENT_DEVICE`; without
 * that the fastest that works on this machine.
 *
 * May be called again to switch: tensors move to the new engine when they are next used. Calls at the same time wait for each other.
 *
 * @returns a report that shows itself, such as "TensorFlow 2.21.0 on 2 cores (cuda: no NVIDIA driver found)"
 * @throws Problem when the engine that was asked for does not work; the one in use stays
 * @throws RangeError when there is no such engine
 * @example
 * await device.use(); // the fastest
 * await device.use("wasm"); // this one or none
 */
export function use(engine?: EngineName): Promise<DeviceReport> {
  const result = turn.then(() => choose(engine));
  turn = result.catch(() => undefined);
  return result;
}

/**
 * Every engine on this machine, fastest first: what it computes with, or why it does not work and what mends it.
 *
 * Each is tried in a process of its own, so that the engine in use stays as it is.
 */
export function survey(): Promise<EngineReport[]> {
  return Promise.all(
    engineNames.map(async (name) => {
      if (inUse?.engine === name) return { name, works: true, detail: inUse.detail };
      const refusal = await engines[name].refusal();
      return refusal ? failure(name, refusal) : probe(name);
    }),
  );
}

async function choose(engine: EngineName | undefined): Promise<DeviceReport> {
  const wanted = engine ?? wantedByEnvironment();
  oneOf({ engine: wanted }, [undefined, ...engineNames]);
  const before = tf.getBackend();
  try {
    inUse = wanted ? await insistOn(engines[wanted]) : await best();
    return inUse;
  } catch (error) {
    if (before) await tf.setBackend(before);
    throw error;
  }
}

function wantedByEnvironment(): EngineName | undefined {
  const wanted = process.env["DESCENT_DEVICE"] || undefined;
  if (wanted === undefined || engineNames.some((name) => name === wanted)) return wanted as EngineName | undefined;
  throw new Problem("device-unknown", `Expected DESCENT_DEVICE to be one of ${engineNames.join(", ")} but got ${JSON.stringify(wanted)}`, {
    hint: "Unset DESCENT_DEVICE to have the fastest engine that works",
  });
}

async function insistOn(engine: Engine): Promise<DeviceReport> {
  try {
    const refusal = await engine.refusal();
    if (refusal) throw refusal;
    return await start(engine);
  } catch (cause) {
    const { why, mend } = failure(engine.name, cause);
    throw new Problem(cause instanceof Problem ? cause.code : "engine-failed", `The engine ${engine.name} does not work here: ${why}`, {
      hint: mend,
      cause,
    });
  }
}

async function best(): Promise<DeviceReport> {
  const passedOver: PassedOver[] = [];
  for (const name of engineNames) {
    const reason = await reasonAgainst(engines[name]);
    if (reason) {
      passedOver.push(reason);
      continue;
    }
    try {
      return await start(engines[name], passedOver);
    } catch (thrown) {
      passedOver.push(failure(name, thrown));
    }
  }
  const reasons = passedOver.map(({ name, why }) => `${name}: ${why}`).join("; ");
  throw new Problem("no-engine", `No engine works here (${reasons})`, { hint: passedOver.at(-1)?.mend ?? "npm run setup" });
}

/** Why an engine is not to be started unasked; undefined where nothing is known against it. */
async function reasonAgainst(engine: Engine): Promise<PassedOver | undefined> {
  const refusal = await engine.refusal();
  if (refusal) return failure(engine.name, refusal);
  // Graphics drivers crash on occasion; one that nobody asked for must not end the notebook.
  if (engine.name !== "webgpu") return undefined;
  const report = await probe(engine.name);
  if (!report.works) return report;
  const { reservation } = report;
  return reservation ? { name: engine.name, works: false, why: reservation, mend: `device.use("${engine.name}") insists` } : undefined;
}

async function start(engine: Engine, passedOver: readonly PassedOver[] = []): Promise<DeviceReport> {
  const detail = await engine.start();
  await tf.setBackend(engine.backend);
  return new DeviceReport(engine.name, detail, passedOver);
}
