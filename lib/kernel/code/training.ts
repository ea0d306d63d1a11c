import { cells } from "./cell.ts";

type Fit = (this: { stopTraining: boolean }, ...args: unknown[]) => Promise<unknown>;

interface LayersModel {
  readonly prototype: Record<"fit" | "fitDataset", Fit>;
}

const taught = new WeakSet<LayersModel>();

/**
 * Makes `model.fit` and `model.fitDataset` of TensorFlow.js stop after the batch in which their cell is interrupted: both look at
 * `model.stopTraining` after each batch, and this sets it. Does nothing until a cell has loaded TensorFlow.js, which a kernel
 * never does by itself.
 *
 * @param modules Node's cache of loaded modules, by file name
 */
export function teachFitToStop(modules: NodeJS.Dict<NodeJS.Module>): void {
  for (const file of Object.keys(modules)) {
    if (!/[\\/]@tensorflow[\\/]tfjs-layers[\\/]dist[\\/]tf-layers/.test(file)) continue;
    const model: LayersModel | undefined = modules[file]?.exports?.LayersModel;
    if (model === undefined || taught.has(model)) continue;
    taught.add(model);
    for (const name of ["fit", "fitDataset"] as const) model.prototype[name] = stopping(model.prototype[name]);
  }
}

function stopping(fit: Fit): Fit {
  return async function (...args) {
    const signal = cells.getStore()?.signal;
    const stop = (): void => {
      this.stopTraining = true;
    };
    signal?.addEventListener("abort", stop);
    try {
      return await fit.apply(this, args);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  };
}
