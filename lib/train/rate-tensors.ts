import { tf } from "../device/index.ts";

/** Learning rates and momentum as the training step takes them: scalars, made anew only where a value has changed. */
export class RateTensors {
  #rates: readonly number[] = [];
  #momentum: number | undefined;
  #tensors: { readonly rates: readonly tf.Scalar[]; readonly momentum: tf.Scalar } | undefined;

  /** @param rates one for each layer group, or one for all; theirs until the next call */
  at(rates: readonly number[], momentum: number): { readonly rates: readonly tf.Scalar[]; readonly momentum: tf.Scalar } {
    const same = rates.length === this.#rates.length && rates.every((rate, group) => rate === this.#rates[group]);
    if (this.#tensors && same && momentum === this.#momentum) return this.#tensors;
    this.dispose();
    this.#rates = rates;
    this.#momentum = momentum;
    this.#tensors = { rates: rates.map((rate) => tf.scalar(rate)), momentum: tf.scalar(momentum) };
    return this.#tensors;
  }

  dispose(): void {
    if (this.#tensors) tf.dispose([...this.#tensors.rates, this.#tensors.momentum]);
    this.#tensors = undefined;
  }
}
