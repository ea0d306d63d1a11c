import { fraction, positive } from "../../base/index.ts";
import { batchNormKernels, tf } from "../../device/index.ts";

export interface BatchNormalizationOptions {
  readonly name?: string;
  /** Keeps the division from dividing by zero. */
  readonly epsilon?: number;
  /** Share of the batch in the new running averages. */
  readonly momentum?: number;
}

/**
 * Batch normalisation over all but the last axis: each channel is brought to mean 0 and variance 1, then stretched by `gamma` and moved by `beta`.
 *
 * In training by the mean and variance of the batch, of which running averages are kept (`moving_mean`; `moving_variance`, divided by
 * n − 1); later by these. A frozen layer (`trainable = false`) uses its running averages in training too and changes nothing.
 *
 * Ioffe and Szegedy, "Batch Normalization" (2015); equal to PyTorch's `BatchNorm2d`, and `BatchNorm1d` for `[N, C]`.
 *
 * @throws RangeError when epsilon is not positive or momentum is not within 0 … 1
 * @example
 * batchNormalization({ name: "bn1" }).apply(pictures, { training: true }); // [N, H, W, C] → the same shape
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}

export class BatchNormalization extends tf.layers.Layer {
  /** Not Keras' name, for that layer counts differently. */
  static className = "BatchNorm";
  readonly #epsilon: number;
  readonly #momentum: number;
  readonly #weights: Partial<Record<WeightName, tf.LayerVariable>> = {};

  constructor({ epsilon = 1e-5, momentum = 0.1, ...layer }: BatchNormalizationOptions = {}) {
    positive({ epsilon });
    fraction({ momentum });
    super(layer);
    this.#epsilon = epsilon;
    this.#momentum = momentum;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = (inputShape as tf.Shape).at(-1);
    if (typeof channels !== "number")
      throw new RangeError(
        `Expected pictures with a known number of channels but got the shape [${inputShape.join(", ")}]: name the last axis in inputShape`,
      );
    const ones = tf.initializers.ones();
    const zeros = tf.initializers.zeros();
    this.#weights.gamma = this.addWeight("gamma", [channels], "float32", ones);
    this.#weights.beta = this.addWeight("beta", [channels], "float32", zeros);
    this.#weights.moving_mean = this.addWeight("moving_mean", [channels], "float32", zeros, undefined, false);
    this.#weights.moving_variance = this.addWeight("moving_variance", [channels], "float32", ones, undefined, false);
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Readonly<Record<string, unknown>>): tf.Tensor {
    const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
    return tf.tidy(() => (kwargs["training"] && !this.#frozen ? this.#normalizeByBatch(x) : this.#normalizeByAverages(x)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), epsilon: this.#epsilon, momentum: this.#momentum };
  }

  /** A model that is frozen as a whole only marks the weights of its layers. */
  get #frozen(): boolean {
    return !this.trainable || !this.#weights.gamma?.trainable;
  }

  #weight(name: WeightName): tf.Variable {
    const weight = this.#weights[name];
    if (!weight) throw new RangeError(`Expected the layer "${this.name}" to be built, by apply or as part of a model, but it is not`);
    return weight.read() as tf.Variable; // typed as a Tensor, though it is the variable that holds the weight
  }

  #normalizeByAverages(x: tf.Tensor): tf.Tensor {
    const [mean, variance] = [this.#weight("moving_mean"), this.#weight("moving_variance")] as unknown as tf.Tensor1D[];
    const [beta, gamma] = [this.#weight("beta"), this.#weight("gamma")] as unknown as tf.Tensor1D[];
    return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, this.#epsilon);
  }

  #normalizeByBatch(x: tf.Tensor): tf.Tensor {
    const channels = x.shape.at(-1) as number;
    const values = x.size / channels;
    if (values < 2)
      throw new RangeError(
        `Expected at least 2 values a channel to normalise by but the layer "${this.name}" got [${x.shape.join(", ")}]: a single value has no variance.\n  The last batch of an epoch has one picture? Choose another batch size, or leave that batch out. Else take larger pictures.`,
      );
    const rates = { epsilon: this.#epsilon, momentum: this.#momentum };
    const { normalize, gradients } = batchNormKernels();
    const [movingMean, movingVariance] = [this.#weight("moving_mean"), this.#weight("moving_variance")];
    const inner = x.shape.length === 4 ? x.shape : [values, 1, 1, channels];
    const normalized = tf.customGrad((...args) => {
      const [pictures, gamma, beta] = args as unknown as [tf.Tensor4D, tf.Tensor, tf.Tensor];
      const save = args.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
      const result = normalize({ x: pictures, gamma, beta, movingMean, movingVariance }, rates);
      movingMean.assign(result.movingMean);
      movingVariance.assign(result.movingVariance);
      save([...result.saved]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => gradients(dy as tf.Tensor4D, saved, this.#epsilon);
      return { value: result.y, gradFunc };
    });
    return normalized(x.reshape(inner), this.#weight("gamma"), this.#weight("beta")).reshape(x.shape);
  }
}

type WeightName = "gamma" | "beta" | "moving_mean" | "moving_variance";

tf.serialization.registerClass(BatchNormalization);
