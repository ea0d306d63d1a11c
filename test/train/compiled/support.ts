import { expect } from "vitest";
import type { Loader } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { batchNormalization, dropout } from "../../../lib/nn/index.ts";
import { modelWeights } from "../../../lib/nn/weights/index.ts";
import type { BatchTensors } from "../../../lib/train/callbacks/callback.ts";
import { CompiledStep, type PlannedStep } from "../../../lib/train/compiled-step.ts";
import { adadelta, adagrad, adam, adamW, crossEntropy, type Loss, type Optimizer, rmsprop, sgd } from "../../../lib/train/index.ts";
import { TrainingState } from "../../../lib/train/training-state.ts";
import { type StepInput, type Training, trainingStep } from "../../../lib/train/training-step.ts";
import { alexnet, inception, lenet5, mobilenet, resnet18, resnet34, resnet50, resnet101, vgg16 } from "../../../lib/vision/index.ts";

/** Graphs are TensorFlow's: no other engine has them. Where it is missing the tests are skipped, and this does nothing. */
export const startTensorFlow = async (): Promise<void> => void (await device.use("tensorflow").catch(() => undefined));

/** `[height, width, channels]` */
export type Shape = readonly [number, number, number];

/** A network to train, on pictures of what size. */
export interface Network {
  readonly shape: Shape;
  readonly classes: number;
  /**
   * What multiplies the rate of a rule. It is low where there are many ReLUs: when weights differ by rounding, one that is just open in one
   * way may be closed in the other, which alone moves a bias by a part of 1e-3.
   */
  readonly pace: number;
  /** The same first weights each time. */
  make(): tf.LayersModel;
}

/** One batch, with what it is trained by. */
export interface Step {
  readonly pictures: number;
  readonly rate: number;
  readonly momentum: number;
}

/** How a rule for updates is compared: at a rate at which training does not magnify rounding, within a bound. */
export interface Rule {
  readonly make: (options?: { readonly epsilon?: number }) => Optimizer;
  readonly rate: number;
  /** A lower rate would be lost when it is added to weights. */
  readonly least: number;
  /** The largest relative difference of a tensor, ‖compiled − eager‖ / ‖eager‖. */
  readonly bound: number;
}

const sgdBound = 1e-4;
const adaptiveBound = 2e-3;

/**
 * For rules that divide a gradient by its own size: with their usual epsilon they make as large a step of one that is all rounding, such as
 * that of a weight whose effect batch normalisation undoes, as of any other.
 */
export const calm = { epsilon: 1e-3 } as const;

export const rules: Readonly<Record<string, Rule>> = {
  "plain SGD": { make: () => sgd(), rate: 0.002, least: 0, bound: sgdBound },
  "SGD with momentum": { make: () => sgd({ momentum: 0.9 }), rate: 0.002, least: 0, bound: sgdBound },
  "SGD with Nesterov momentum": { make: () => sgd({ momentum: 0.9, nesterov: true }), rate: 0.002, least: 0, bound: sgdBound },
  "SGD with momentum and weight decay": {
    make: () => sgd({ momentum: 0.9, weightDecay: 0.01 }),
    rate: 0.002,
    least: 0,
    bound: sgdBound,
  },
  Adagrad: { make: (options) => adagrad(options), rate: 1e-3, least: 1e-6, bound: adaptiveBound },
  Adadelta: { make: (options) => adadelta(options), rate: 0.1, least: 1e-5, bound: adaptiveBound },
  RMSprop: { make: (options) => rmsprop(options), rate: 1e-4, least: 1e-7, bound: adaptiveBound },
  Adam: { make: (options) => adam(options), rate: 1e-4, least: 1e-7, bound: adaptiveBound },
  AdamW: { make: (options) => adamW({ ...options, weightDecay: 0.1 }), rate: 1e-4, least: 1e-7, bound: adaptiveBound },
};

/** Options that all networks are made with, but for their width. */
interface Given {
  readonly classes: number;
  readonly seed: number;
  readonly inputShape: Shape;
}

const network = (shape: Shape, make: (given: Given) => tf.LayersModel, pace = 1): Network => ({
  shape,
  classes: 5,
  pace,
  make: () => make({ classes: 5, seed: 7, inputShape: shape }),
});

/**
 * Deep residual networks with random weights magnify a change of a weight's last bit to a change of all weights within three steps, also
 * where both ways compute operation by operation: a ReLU opens that was just closed, and batch normalisation of few numbers passes it on.
 * So each block begins as little beside the way around it (Goyal et al., "Accurate, Large Minibatch SGD", 2017, begin with 0), and the
 * rate is so low that weights which differ by rounding open the same ReLUs.
 */
function quiet(model: tf.LayersModel, ends: RegExp): tf.LayersModel {
  for (const [name, variable] of modelWeights(model)) if (ends.test(name)) tf.tidy(() => variable.assign(tf.fill(variable.shape, 0.1)));
  return model;
}
const quietPace = 1e-4;

/** Each network of the vision room, as narrow and for pictures as small as it takes without losing a kind of layer. */
export const networks: Readonly<Record<string, Network>> = {
  lenet5: network([28, 28, 1], lenet5),
  alexnet: network([63, 63, 3], (given) => alexnet({ ...given, width: 0.125 }), 1e-3),
  vgg16: network([32, 32, 3], (given) => vgg16({ ...given, width: 0.125 })),
  resnet18: network([32, 32, 3], (given) => quiet(resnet18({ ...given, width: 0.125 }), /\.bn2\.gamma$/), quietPace),
  resnet34: network([32, 32, 3], (given) => quiet(resnet34({ ...given, width: 0.125 }), /\.bn2\.gamma$/), quietPace),
  resnet50: network([32, 32, 3], (given) => quiet(resnet50({ ...given, width: 0.125 }), /\.bn3\.gamma$/), quietPace),
  resnet101: network([32, 32, 3], (given) => quiet(resnet101({ ...given, width: 0.0625 }), /\.bn3\.gamma$/), quietPace),
  inception: network([16, 16, 3], (given) => inception({ ...given, width: 0.125 }), quietPace),
  mobilenet: network([32, 32, 3], (given) => quiet(mobilenet({ ...given, width: 0.25 }), /\.conv\.[23]\.gamma$/), quietPace),
};

/** A small network with the layers that behave differently in training: batch normalisation and dropout. */
export function smallNetwork({ classes = 5, units = classes, activation }: SmallOptions = {}): Network {
  const shape = [8, 8, 3] as const;
  const kernelInitializer = (seed: number) => tf.initializers.heNormal({ seed });
  const make = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [...shape], filters: 8, kernelSize: 3, padding: "same", kernelInitializer: kernelInitializer(1) }),
        tf.layers.reLU(), // [N, 8, 8, 8]
        batchNormalization(),
        tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 4, 4, 8]
        tf.layers.flatten(), // [N, 128]
        dropout(0.3, { seed: 5 }),
        tf.layers.dense({ units, kernelInitializer: kernelInitializer(2), ...(activation && { activation }) }), // [N, units]
      ],
    });
  return { shape, classes, pace: 1, make };
}

export interface SmallOptions {
  /** Labels are below this. */
  readonly classes?: number;
  /** As many as classes unless told. */
  readonly units?: number;
  readonly activation?: "sigmoid";
}

/** Random pictures with their classes. Class by class they are brighter, so that there is something to learn. */
export function batchFor(
  { shape, classes }: Pick<Network, "shape" | "classes">,
  pictures: number,
  seed: number,
): { images: tf.Tensor4D; targets: tf.Tensor1D } {
  return tf.tidy(() => {
    const targets = tf.tensor1d(
      Array.from({ length: pictures }, (_, picture) => (picture + seed) % classes),
      "int32",
    );
    const noise = tf.randomUniform([pictures, ...shape], 0, 1, "float32", seed + 1) as tf.Tensor4D; // TensorFlow.js takes 0 for no seed
    const brightness = tf.div(targets.toFloat(), classes).reshape([pictures, 1, 1, 1]);
    return { images: tf.add(tf.mul(noise, 0.7), tf.mul(brightness, 0.3)), targets };
  });
}

/** A loss that notes how often it is asked for its value: at each step operation by operation, only while it is recorded in a graph. */
export function counted(loss: Loss): { readonly loss: Loss; readonly calls: () => number } {
  let calls = 0;
  const value: Loss["value"] = (outputs, targets) => {
    calls++;
    return loss.value(outputs, targets);
  };
  return { loss: { ...loss, value }, calls: () => calls };
}

/** A network in training: what one step needs. */
export type Twin = Omit<Training, "changeGradients">;

export function twinOf(network: Pick<Network, "make">, optimizer: Optimizer, loss: Loss = crossEntropy()): Twin {
  const model = network.make();
  return { model, optimizer, loss, state: new TrainingState(model, optimizer) };
}

export function disposeTwin({ model, state }: Twin): void {
  state.dispose();
  model.dispose();
}

/** Numbers by the name of their tensor. */
export type Numbers = ReadonlyMap<string, Float32Array>;

const valuesOf = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync());

/** The weights of a model, averages of batch normalisation among them. */
export const weightsIn = (model: tf.LayersModel): Numbers =>
  new Map(Array.from(modelWeights(model), ([name, variable]) => [name, valuesOf(variable)]));

/**
 * What an optimizer remembers, each slot of all weights in one: in front of batch normalisation the true gradient of some weights is 0, and
 * what their own slot holds is rounding.
 */
export const slotsIn = ({ optimizer, state }: Pick<Twin, "optimizer" | "state">): Numbers =>
  new Map(optimizer.slots.map((slot) => [slot, joined(state.trained.map(({ slots }) => valuesOf(slots[slot] as tf.Tensor)))]));

function joined(parts: Iterable<Float32Array>): Float32Array {
  const all = [...parts];
  const values = new Float32Array(all.reduce((size, { length }) => size + length, 0));
  let place = 0;
  for (const part of all) {
    values.set(part, place);
    place += part.length;
  }
  return values;
}

const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const minus = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, place) => value - (b[place] ?? Number.NaN));

/** ‖got − expected‖ / ‖expected‖; 0 where both are all zeros. */
export function relative(got: Float32Array, expected: Float32Array): number {
  const difference = norm(minus(got, expected));
  return difference === 0 ? 0 : difference / norm(expected);
}

/** The tensor that differs most, and by how much. @throws Error when there are not the same tensors in both */
export function furthest(got: Numbers, expected: Numbers): { readonly name: string; readonly difference: number } {
  expect([...got.keys()]).toEqual([...expected.keys()]);
  let worst = { name: "none", difference: 0 };
  for (const [name, values] of expected) {
    const difference = relative(got.get(name) as Float32Array, values);
    // A NaN is larger than all.
    if (!(difference <= worst.difference)) worst = { name, difference };
  }
  return worst;
}

/**
 * How far apart two ways from the same start ended, as a part of the second: small weights and small changes count in this, too. Averages
 * of batch normalisation, which go much further than what learns, are left out.
 */
export function partOfTheWay({ start, got, expected }: Ends): number {
  const all = (numbers: Numbers): Float32Array =>
    joined([...numbers].flatMap(([name, values]) => (name.includes("moving_") ? [] : [values])));
  return norm(minus(all(got), all(expected))) / norm(minus(all(expected), all(start)));
}

/** Two ends of training from the same start. */
interface Ends {
  readonly start: Numbers;
  readonly got: Numbers;
  readonly expected: Numbers;
}

/** The tensors that differ most, of those that began as zeros and of the others. */
function furthestByStart({ start, got, expected }: Ends): Pick<Comparison, "weights" | "fromZero"> {
  const of = (numbers: Numbers, zeros: boolean): Numbers =>
    new Map([...numbers].filter(([name]) => start.get(name)?.every((value) => value === 0) === zeros));
  return { weights: furthest(of(got, false), of(expected, false)), fromZero: furthest(of(got, true), of(expected, true)) };
}

/** What came of training the same network in both ways. */
export interface Comparison {
  /** The largest relative difference of the loss in any step. */
  readonly losses: number;
  /** The weight tensor that differs most, of those that did not begin as zeros … */
  readonly weights: { readonly name: string; readonly difference: number };
  /** … and of those that did, as biases do: what they hold is a sum of gradients. */
  readonly fromZero: { readonly name: string; readonly difference: number };
  /** The same for what the optimizer remembers. */
  readonly slots: { readonly name: string; readonly difference: number };
  /** How far apart all weights ended, as a part of the way that they went. */
  readonly ofTheWay: number;
  /** How often the step was recorded. */
  readonly recorded: number;
}

/** What is trained in both ways. */
export interface Plan {
  readonly network: Network;
  readonly optimizer: () => Optimizer;
  readonly steps: readonly Step[];
  readonly loss?: Loss;
  /** So many steps in one call of TensorFlow; one unless told. */
  readonly together?: number;
}

/** Trains two networks with the same first weights on the same batches: one operation by operation, the other by graphs. */
export function compareTraining({ network, optimizer, steps, loss = crossEntropy(), together = 1 }: Plan): Comparison {
  const { loss: watched, calls } = counted(loss);
  const [eager, graph] = [twinOf(network, optimizer(), loss), twinOf(network, optimizer(), watched)];
  const compiled = new CompiledStep(graph);
  const start = weightsIn(eager.model);
  let losses = 0;
  for (let first = 0; first < steps.length; first += together) {
    const [expected, got] = tf.tidy(() => {
      const planned = steps.slice(first, first + together).map((step, place) => plannedStep(network, step, first + place));
      const alone = planned.map((step) => trainingStep(eager, inputOf(step)));
      return [valuesOf(tf.stack(alone)), valuesOf(compiled.run(planned as [PlannedStep, ...PlannedStep[]]))];
    }) as [Float32Array, Float32Array];
    for (const [place, value] of expected.entries())
      losses = Math.max(losses, relative(got.slice(place, place + 1), Float32Array.of(value)));
  }
  const [expected, got] = [weightsIn(eager.model), weightsIn(graph.model)];
  const result = {
    losses,
    ...furthestByStart({ start, got, expected }),
    slots: furthest(slotsIn(graph), slotsIn(eager)),
    ofTheWay: partOfTheWay({ start, got, expected }),
    recorded: calls(),
  };
  compiled.dispose();
  for (const twin of [eager, graph]) disposeTwin(twin);
  return result;
}

/** A step with its batch. */
export const plannedStep = (
  network: Pick<Network, "shape" | "classes">,
  { pictures, rate, momentum }: Step,
  seed: number,
): PlannedStep & { readonly batch: BatchTensors } => ({ batch: batchFor(network, pictures, seed), rates: [rate], momentum });

/** The same as tensors. */
const inputOf = ({ batch, rates, momentum }: ReturnType<typeof plannedStep>): StepInput => ({
  ...batch,
  rates: rates.map((rate) => tf.scalar(rate)),
  momentum: tf.scalar(momentum),
});

/** Steps of 8 pictures by a rule, all alike. */
export const alike = (count: number, { pace }: Pick<Network, "pace">, { make, rate, least }: Rule): Step[] =>
  Array.from({ length: count }, () => ({ pictures: 8, rate: Math.max(rate * pace, least), momentum: make().momentum ?? 0 }));

/** How a fit operation by operation goes. */
export interface EagerFit {
  readonly epochs: number;
  /** By the batch of this fit, from 0. */
  readonly rate: (batch: number) => number;
  readonly momentum?: (batch: number) => number;
  readonly groupRates?: readonly number[];
  readonly changeGradients?: Training["changeGradients"];
  /** The fit ends after so many batches. */
  readonly batches?: number;
}

/** Trains as a learner's `fit` does, operation by operation. @returns the loss of each batch */
export async function eagerFit(twin: Twin, train: Loader, fit: EagerFit): Promise<number[]> {
  const { epochs, rate, momentum = () => twin.optimizer.momentum ?? 0, groupRates = [1], changeGradients = [] } = fit;
  const { batches = Number.POSITIVE_INFINITY } = fit;
  const losses: number[] = [];
  twin.state.follow();
  for (let epoch = 0; epoch < epochs && losses.length < batches; epoch++) {
    for await (const { images, labels } of train.at(twin.state.epochs++)) {
      if (losses.length === batches) break;
      const place = losses.length;
      const loss = tf.tidy(() => {
        const rates = groupRates.map((factor) => tf.scalar(factor * rate(place)));
        const input = { images, targets: labels, rates, momentum: tf.scalar(momentum(place)) };
        return valuesOf(trainingStep({ ...twin, changeGradients }, input));
      });
      losses.push(loss[0] as number);
    }
  }
  return losses;
}

/** Makes sure that a learner's model is where the same steps lead operation by operation. */
export function expectSameWeights({
  got,
  expected,
  start,
}: {
  readonly got: Numbers;
  readonly expected: Numbers;
  readonly start: Numbers;
}): void {
  const { name, difference } = furthest(got, expected);
  expect(difference, name).toBeLessThanOrEqual(sgdBound);
  expect(partOfTheWay({ start, got, expected })).toBeLessThanOrEqual(1e-3);
}

/** Makes sure that both ways led to the same end, and that one graph made all steps of the second. */
export function expectSame(comparison: Comparison, { bound, graphs = 1 }: { readonly bound: number; readonly graphs?: number }): void {
  const { losses, weights, fromZero, slots, ofTheWay, recorded } = comparison;
  const words = JSON.stringify(comparison);
  expect(recorded, "times that the step was recorded").toBe(graphs);
  expect(losses, words).toBeLessThanOrEqual(bound);
  expect(weights.difference, words).toBeLessThanOrEqual(bound);
  // Gradients are what is left of sums that nearly cancel out.
  for (const { difference } of [slots, fromZero]) expect(difference, words).toBeLessThanOrEqual(10 * bound);
  expect(ofTheWay, words).toBeLessThanOrEqual(0.02);
}
