import { tf } from "../../device/index.ts";
import { nextDraw } from "../random-step.ts";
import { dropped } from "./dropout.ts";

/** TensorFlow.js' own dropout layer, as far as it is needed here. */
interface StockDropout {
  readonly rate: number;
  readonly noiseShape?: unknown;
  readonly seed?: number;
  call(inputs: tf.Tensor | tf.Tensor[], kwargs: Readonly<Record<string, unknown>>): tf.Tensor | tf.Tensor[];
}

/**
 * Lets `tf.layers.dropout` draw by the number of the training step, as `dropout` of this room does, where there is one (`atStep`): so that
 * a step with it can be one graph, and a fit with it be repeated and resumed. Elsewhere, and with a noise shape, it stays as it is.
 */
export function teachStockDropout(): void {
  const prototype = Object.getPrototypeOf(tf.layers.dropout({ rate: 0 })) as StockDropout;
  const { call } = prototype;
  prototype.call = function (this: StockDropout, inputs, kwargs) {
    const isOurs = kwargs["training"] === true && this.noiseShape === undefined;
    const draw = isOurs ? nextDraw() : undefined;
    if (!draw) return call.call(this, inputs, kwargs);
    const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    return dropped(x, this.rate, { seed: `${this.seed ?? 0}/${draw.place}`, step: draw.step });
  };
}
