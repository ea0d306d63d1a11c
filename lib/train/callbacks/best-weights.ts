import { tf } from "../../device/index.ts";
import type { CallbackState } from "./callback.ts";

type Values = Float32Array | Int32Array | Uint8Array;

/** The weights of a model at its best epoch, off the engine, so that no tensor outlives the fit. */
export class BestWeights {
  #values: readonly Values[] | undefined;

  forget(): void {
    this.#values = undefined;
  }

  /** Copies the model's weights. */
  async take(model: tf.LayersModel): Promise<void> {
    this.#values = await Promise.all(variablesOf(model).map(async (variable) => (await variable.data()).slice() as Values));
  }

  /**
   * Gives the model the weights that were taken, and forgets them; where none were, it stays as it is.
   *
   * @throws RangeError when they are of another model
   */
  give(model: tf.LayersModel): void {
    const values = this.#values;
    if (!values) return;
    const variables = variablesOf(model);
    if (variables.length !== values.length || variables.some(({ size }, index) => size !== values[index]?.length)) {
      throw new RangeError(
        `Expected the best weights to be of this model, which has ${variables.length} of them, but the ${values.length} in the checkpoint have other shapes.\n  Resume with the model that the checkpoint was made with.`,
      );
    }
    tf.tidy(() => {
      for (const [index, variable] of variables.entries()) {
        variable.assign(tf.tensor(values[index] as Values, variable.shape, variable.dtype as "float32"));
      }
    });
    this.#values = undefined;
  }

  /** For a checkpoint: the bytes of each weight as base64. */
  state(): CallbackState {
    if (!this.#values) return {};
    const weights = this.#values.map((values) => ({
      kind: values.constructor.name,
      bytes: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
    }));
    return { weights };
  }

  restore({ weights }: CallbackState): void {
    this.#values = Array.isArray(weights) ? weights.map(valuesIn) : undefined;
  }
}

const kinds = { Float32Array, Int32Array, Uint8Array } as const;

function valuesIn({ kind, bytes }: { readonly kind: keyof typeof kinds; readonly bytes: string }): Values {
  const { buffer, byteOffset, length } = Buffer.from(bytes, "base64");
  return new kinds[kind](buffer.slice(byteOffset, byteOffset + length));
}

function variablesOf(model: tf.LayersModel): tf.Variable[] {
  // The layers' type says Tensor, though a weight reads as the variable that holds it.
  return model.weights.map((weight) => weight.read() as tf.Variable);
}
