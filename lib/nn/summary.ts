import { inspect } from "node:util";
import { escapeHtml, formatBytes, formatCount, plural } from "../base/index.ts";
import type { tf } from "../device/index.ts";
import { type Displayable, displaySymbol, type MimeBundle, type Table, table } from "../plot/index.ts";
import { type LayerRow, layerRows } from "./layer-rows.ts";

export interface SummaryOptions {
  /** `[H, W, C]` of the pictures, where the model takes them in any size: the shapes are then those for this size. */
  readonly inputShape?: readonly (number | null)[] | undefined;
}

/** Bytes of a number as float32. */
const floatBytes = 4;

/** What a network consists of: its layers with their shapes and parameters, and the totals. It shows itself as a table. */
export class ModelSummary implements Displayable {
  readonly name: string;
  readonly layers: readonly LayerRow[];
  /** Numbers in all weights; those that layers share count once. */
  readonly parameters: number;
  /** How many of them training changes; the others are frozen, or averages that batch normalisation keeps. */
  readonly trainable: number;

  constructor(model: tf.LayersModel, { inputShape }: SummaryOptions = {}) {
    this.name = model.name;
    this.layers = layerRows(model, inputShape ? [[null, ...inputShape]] : []);
    this.parameters = sizeOf(this.layers.flatMap(({ weights }) => weights));
    this.trainable = sizeOf(this.layers.flatMap(({ trained }) => trained));
  }

  /** One row a layer. Groups have a column where there are several; what a layer takes, where that is not always the layer before it. */
  table(): Table {
    const { layers } = this;
    const groups = new Set(layers.map(({ group }) => group)).size > 1;
    const branches = layers.some(({ follows }) => !follows);
    return table(
      ["layer", "kind", "output shape", "parameters", "trainable", ...(groups ? ["group"] : []), ...(branches ? ["takes"] : [])],
      layers.map(({ name, kind, shapes, weights, trained, group, takes }) => [
        name,
        kind,
        shapes.join(", "),
        weights.length > 0 ? formatCount(sizeOf(weights)) : undefined,
        weights.length > 0 ? formatCount(sizeOf(trained)) : undefined,
        ...(groups ? [group] : []),
        ...(branches ? [takes.join(", ")] : []),
      ]),
    );
  }

  /** The totals in a line. */
  totals(): string {
    const { parameters, trainable } = this;
    const parts = `${formatCount(trainable)} trainable, ${formatCount(parameters - trainable)} not`;
    return `${plural(parameters, "parameter")}: ${parts}; ${formatBytes(parameters * floatBytes)} as float32`;
  }

  toString(): string {
    return [this.#head(), this.table().toString(), this.totals()].join("\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const line = (text: string): string => `<div style="padding:4px 12px">${escapeHtml(text)}</div>`;
    return { "text/plain": this.toString(), "text/html": line(this.#head()) + this.table().toHtml() + line(this.totals()) };
  }

  #head(): string {
    return `${this.name}: ${plural(this.layers.length, "layer")}`;
  }
}

/** Numbers in weights, each of them counted once. */
function sizeOf(weights: LayerRow["weights"]): number {
  return [...new Set(weights)].reduce((sum, { shape }) => sum + shape.reduce<number>((size, axis) => size * (axis ?? 1), 1), 0);
}

/**
 * The layers of a network with their output shapes, parameters and how many of these training changes. Keras' and fastai's `summary`.
 *
 * @example
 * show(summary(resnet18({ classes: 10 }), { inputShape: [128, 128, 3] }));
 */
export function summary(model: tf.LayersModel, options: SummaryOptions = {}): ModelSummary {
  return new ModelSummary(model, options);
}

/** Makes models show themselves, as the value of a cell, by their summary. */
export function teachModelsToShow(modelClass: typeof tf.LayersModel): void {
  Object.defineProperty(modelClass.prototype, displaySymbol, {
    configurable: true,
    value(this: tf.LayersModel): MimeBundle {
      return summary(this)[displaySymbol]();
    },
  });
}
