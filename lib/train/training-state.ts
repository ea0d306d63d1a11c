import { tf, type VariableSnapshot, variableSnapshot } from "../device/index.ts";
import { type LayerGroup, layerGroups } from "../nn/index.ts";
import type { WeightArray } from "../nn/weights/index.ts";
import type { Accumulation } from "./accumulation.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** A trainable variable of a model with what the optimizer remembers of it. */
export interface Trained {
  readonly variable: tf.Variable;
  readonly slots: Readonly<Record<string, tf.Variable>>;
  /** How often it was updated since the optimizer began to remember it, a scalar; variables that began together share one. */
  readonly updates: tf.Variable;
  /** The place of its layer group, from 0 at the input. */
  readonly group: number;
}

/** What an optimizer remembers, as plain numbers. */
export interface Memory {
  readonly step: number;
  readonly epochs: number;
  /** Of each trainable variable: its slots, and how often it was updated since they began. */
  readonly remembered: ReadonlyMap<tf.Variable, { readonly slots: Readonly<Record<string, WeightArray>>; readonly updates: number }>;
}

/**
 * All that training changes: the model's weights, the optimizer's slots, and the counts of updates and epochs.
 *
 * The optimizer remembers something of trainable weights only. What it knew of a weight that was frozen is forgotten: when it trains
 * again, its slots begin as zeros and its updates are counted anew, as if it had a new optimizer in PyTorch.
 */
export class TrainingState {
  readonly model: tf.LayersModel;
  /** From the input to the output; a rate of its own for each makes learning rates discriminative. */
  readonly groups: readonly LayerGroup[];
  /** Batches trained so far, over all fits, a scalar. */
  readonly step: tf.Variable = counter();
  /** Gathers the gradients of several batches for one update; undefined where each batch makes one. */
  accumulation: Accumulation | undefined;
  /** Epochs begun so far, over all fits: the one that begins next has this number. */
  epochs = 0;
  /** Grows when other weights learn, or are counted otherwise: a graph of the training step is for one version. */
  version = 0;
  readonly #optimizer: Optimizer;
  #trained: readonly Trained[] = [];

  constructor(model: tf.LayersModel, optimizer: Optimizer) {
    this.model = model;
    this.groups = layerGroups(model);
    this.#optimizer = optimizer;
    this.follow();
  }

  /** The trainable variables, which gradients change. */
  get trained(): readonly Trained[] {
    return this.#trained;
  }

  /** The counters of updates, each once. */
  get updateCounters(): readonly tf.Variable[] {
    return [...new Set(this.#trained.map(({ updates }) => updates))];
  }

  /** Takes up which layers are trainable now: forgets those that were frozen, makes slots for those that were not. */
  follow(): void {
    const known = new Map(this.#trained.map((trained) => [trained.variable, trained]));
    const variables = variablesOf(this.model.trainableWeights);
    if (variables.length === known.size && variables.every((variable) => known.has(variable))) return;
    this.#train(variables, known);
  }

  /** The optimizer starts anew: its slots are zeros, and updates are counted from here. */
  forget(): void {
    this.#train(variablesOf(this.model.trainableWeights), new Map());
  }

  /** What the optimizer remembers at present. */
  async memory(): Promise<Memory> {
    const counts = new Map<tf.Variable, number>();
    for (const one of this.#counters) counts.set(one, (await one.data())[0] ?? 0);
    const remembered = new Map<tf.Variable, { slots: Record<string, WeightArray>; updates: number }>();
    for (const { variable, slots, updates } of this.#trained) {
      const arrays: Record<string, WeightArray> = {};
      for (const [name, slot] of Object.entries(slots)) arrays[name] = { shape: slot.shape, values: await slot.data<"float32">() };
      remembered.set(variable, { slots: arrays, updates: counts.get(updates) ?? 0 });
    }
    return { step: counts.get(this.step) ?? 0, epochs: this.epochs, remembered };
  }

  /**
   * Puts back what an optimizer with the same slots remembered of the weights that are trainable now, all of it or nothing. What it knew
   * nothing of begins anew.
   */
  recall({ step, epochs, remembered }: Memory): void {
    const counts = this.#trained.map(({ variable }) => remembered.get(variable)?.updates ?? 0);
    tf.tidy(() => {
      const slots = this.#trained.flatMap(({ variable, slots }) =>
        Object.entries(slots).map(([name, slot]) => ({ slot, value: slotTensor(slot, remembered.get(variable)?.slots[name]) })),
      );
      this.#countAs(counts, step);
      for (const { slot, value } of slots) slot.assign(value);
    });
    this.epochs = epochs;
  }

  /** A copy of the present values. It costs nothing until training goes on. */
  snapshot(): VariableSnapshot {
    const { epochs } = this;
    const slots = this.#trained.flatMap((trained) => Object.values(trained.slots));
    const copies = variableSnapshot([...this.#counters, ...variablesOf(this.model.weights), ...slots]);
    return {
      dispose: copies.dispose,
      restore: () => {
        copies.restore();
        this.epochs = epochs;
      },
    };
  }

  /** A copy of the model's weights alone. It costs nothing until training goes on. */
  weightsSnapshot(): VariableSnapshot {
    return variableSnapshot(variablesOf(this.model.weights));
  }

  /** Frees what the optimizer remembers; the model keeps its weights, and may be gone already. */
  dispose(): void {
    for (const { slots } of this.#trained) tf.dispose(Object.values(slots));
    for (const one of this.#counters) if (!one.isDisposed) one.dispose();
    this.#trained = [];
  }

  /** @param known what the optimizer goes on to remember */
  #train(variables: readonly tf.Variable[], known: ReadonlyMap<tf.Variable, Trained>): void {
    this.version++;
    const before = { counters: this.updateCounters, trained: this.#trained };
    const groups = this.#groupOfVariables();
    const updates = counter();
    this.#trained = variables.map((variable) => {
      const group = groups.get(variable) ?? 0;
      return known.get(variable) ?? { variable, slots: zeroSlots(variable, this.#optimizer), updates, group };
    });
    const [keptCounters, kept] = [new Set(this.updateCounters), new Set(this.#trained)];
    for (const old of [...before.counters, updates]) if (!keptCounters.has(old)) old.dispose();
    for (const old of before.trained) if (!kept.has(old)) tf.dispose(Object.values(old.slots));
  }

  /** Sets the number of steps, and that of the updates of each trainable variable; those with the same number share a counter from now on. */
  #countAs(updates: readonly number[], step: number): void {
    this.version++;
    const before = this.updateCounters;
    const counters = new Map<number, tf.Variable>();
    for (const [index, count] of updates.entries()) {
      const present = this.#trained[index]?.updates;
      const isFree = present !== undefined && ![...counters.values()].includes(present);
      if (!counters.has(count)) counters.set(count, isFree ? present : counter());
    }
    for (const [count, one] of counters) one.assign(tf.scalar(count));
    this.step.assign(tf.scalar(step));
    this.#trained = this.#trained.map((trained, index) => ({ ...trained, updates: counters.get(updates[index] ?? 0) ?? trained.updates }));
    for (const old of before) if (!this.updateCounters.includes(old)) old.dispose();
  }

  /** Those of updates, and that of batches. */
  get #counters(): readonly tf.Variable[] {
    return [this.step, ...this.updateCounters];
  }

  #groupOfVariables(): ReadonlyMap<tf.Variable, number> {
    const places = this.groups.map(({ layers }, group) =>
      layers.flatMap((layer) => variablesOf(layer.weights).map((one) => ({ one, group }))),
    );
    return new Map(places.flat().map(({ one, group }) => [one, group]));
  }
}

/** The variables that hold a layer's or a model's weights. */
export function variablesOf(weights: tf.LayersModel["weights"]): tf.Variable[] {
  // The layers' type says Tensor, though a weight reads as the variable that holds it.
  return weights.map((weight) => weight.read() as tf.Variable);
}

const zeroSlots = (variable: tf.Variable, { slots }: Optimizer): Trained["slots"] =>
  Object.fromEntries(slots.map((name) => [name, tf.tidy(() => tf.variable(tf.zerosLike(variable), false))]));

/** A slot's value from a file; zeros where it has none of that shape. */
function slotTensor(slot: tf.Variable, array: WeightArray | undefined): tf.Tensor {
  const same = array?.shape.join() === slot.shape.join();
  return array && same ? tf.tensor(Float32Array.from(array.values), slot.shape) : tf.zerosLike(slot);
}

const counter = (): tf.Variable => tf.tidy(() => tf.variable(tf.scalar(0), false));
