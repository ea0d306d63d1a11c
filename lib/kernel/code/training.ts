import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { cells } from "./cell.ts";

type Fit = (this: { stopTraining: boolean }, ...args: unknown[]) => Promise<unknown>;

interface LayersModel {
  readonly prototype: Record<"fit" | "fitDataset", Fit>;
}

const layers = /[\\/]@tensorflow[\\/]tfjs-layers[\\/]dist[\\/]tf-layers/;

/**
 * Makes `model.fit` and `model.fitDataset` of TensorFlow.js stop after the batch in which their cell is interrupted: both look at
 * `model.stopTraining` after each batch, and this sets it. Does nothing until a cell has loaded TensorFlow.js, which a kernel
 * never does by itself.
 */
export class FitTeacher {
  readonly #taught = new WeakSet<LayersModel>();
  readonly #untaught = new Set<string>();

  constructor() {
    registerHooks({
      load: (url, context, next) => {
        if (layers.test(url)) this.#untaught.add(fileURLToPath(url));
        return next(url, context);
      },
    });
  }

  /**
   * Teaches what was loaded since the last time.
   *
   * @param modules Node's cache of loaded modules, by file name
   */
  teach(modules: NodeJS.Dict<NodeJS.Module>): void {
    for (const file of this.#untaught) {
      const model: LayersModel | undefined = modules[file]?.exports?.LayersModel;
      if (model === undefined) continue; // it is still being loaded
      this.#untaught.delete(file);
      if (this.#taught.has(model)) continue;
      this.#taught.add(model);
      for (const name of ["fit", "fitDataset"] as const) model.prototype[name] = stopping(model.prototype[name]);
    }
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
