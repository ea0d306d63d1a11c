import { device, tf } from "../device/index.ts";

/** The name of what computes, also before `device.use()`. */
export const engineInUse = (): string => device.current?.engine ?? tf.getBackend();

/** Whether an engine takes operations into a queue and returns before they are computed, as GPUs do. */
export const queues = (engine: string): boolean => ["cuda", "webgpu", "webgl"].includes(engine);
