import { inspect } from "node:util";
import { describe, escapeHtml, oneOf, plural, positiveInteger } from "../../base/index.ts";
import type { Loader } from "../../data/index.ts";
import type { tf } from "../../device/index.ts";
import {
  type ContactSheet,
  confusionMatrix,
  type Displayable,
  displaySymbol,
  type Figure,
  formatNumber,
  type Late,
  late,
  type MimeBundle,
  type Normalisation,
  reliabilityDiagram,
  type Table,
  table,
} from "../../plot/index.ts";
import { predictionsFrom } from "../answers.ts";
import type { Loss } from "../losses/loss.ts";
import { confusionCounts } from "../metrics/confusion-counts.ts";
import { type Calibration, type CalibrationOptions, calibration } from "./calibration.ts";
import { type CurveKind, curvesFigure } from "./class-curve.ts";
import { ClassificationReport } from "./classification-report.ts";
import { type ConfusedPairs, confusedPairs } from "./confused-pairs.ts";
import { type FeatureMapsOptions, featureMapsOf } from "./feature-maps.ts";
import { filters } from "./filters.ts";
import type { LayerChoice } from "./find-layer.ts";
import { type GradCamOptions, gradCamOf, type Sight } from "./grad-cam.ts";
import type { Judgement } from "./judgement.ts";
import { type PictureChoice, throughLoader } from "./looked-at.ts";
import { type OcclusionOptions, occlusionOf } from "./occlusion.ts";
import type { PictureHeat } from "./picture-heat.ts";
import { type Verdict, verdictSheet } from "./top-losses.ts";

export interface InterpretationParts {
  readonly model: tf.LayersModel;
  readonly loss: Loss;
  /** The pictures that were looked at, each once and in order. */
  readonly loader: Loader;
  /** Names of the classes, by label. */
  readonly classes: readonly string[];
  readonly judgement: Judgement;
  /** Said of what was looked at, such as that it is a part only. */
  readonly note?: string | undefined;
}

/** Classes that the summary lists, those first of which the least part was found. */
const worstClasses = 5;

/**
 * What a model gets right and wrong on some pictures, and what in them it goes by. fastai's `Interpretation`. It shows itself: accuracy,
 * the worst classes, the pair most often confused.
 */
export class Interpretation implements Displayable {
  /** The right class of each picture, `[N]`. */
  readonly labels: Int32Array;
  /** The predicted class of each picture, `[N]`. */
  readonly predictions: Int32Array;
  /** Probabilities of the classes, row by row, `[N, classes]`; the values `[N, 1]` where the model gives these. */
  readonly outputs: Float32Array;
  /** The loss of each picture, `[N]`. */
  readonly losses: Float32Array;
  readonly #parts: InterpretationParts;

  constructor(parts: InterpretationParts) {
    const { labels, outputs, columns, losses } = parts.judgement;
    this.labels = labels;
    this.outputs = outputs;
    this.losses = losses;
    this.predictions = predictionsFrom({ task: parts.loss.task, width: columns, numbers: outputs }).classes;
    this.#parts = parts;
  }

  /** The part of the pictures that is right, with its standard error √(p(1 − p) / N): how far it would scatter over other pictures. */
  get accuracy(): { readonly value: number; readonly standardError: number } {
    this.#expectClasses("accuracy counts right classes");
    const right = this.labels.reduce((sum, label, index) => sum + (label === this.predictions[index] ? 1 : 0), 0);
    const value = right / this.labels.length;
    return { value, standardError: Math.sqrt((value * (1 - value)) / this.labels.length) };
  }

  /**
   * Which class was taken for which.
   *
   * @param options.normalise shares in place of counts: `true` or `"actual"` of each actual class, `"predicted"`, or `"all"`
   */
  confusionMatrix({ normalise = false }: { readonly normalise?: Normalisation | true } = {}): Figure {
    return confusionMatrix(this.#counts(), { classes: this.#parts.classes, normalise: normalise === true ? "actual" : normalise });
  }

  /** The pairs of classes that were confused at least so often, the most frequent first: `{ actual, predicted, count }`. */
  mostConfused(atLeast = 1): ConfusedPairs {
    positiveInteger({ atLeast });
    return confusedPairs(this.#counts(), this.#parts.classes, atLeast);
  }

  /** Precision, recall and F1 of each class, and their averages. */
  report(): ClassificationReport {
    return new ClassificationReport(this.#counts(), this.#parts.classes);
  }

  /** What was said about the pictures with the greatest losses, those first. */
  worst(count = 9): Verdict[] {
    positiveInteger({ count });
    const order = Array.from(this.losses, (_, index) => index).sort((one, other) => this.#loss(other) - this.#loss(one));
    return order.slice(0, count).map((index) => this.#verdict(index));
  }

  /** The pictures with the greatest losses: actual → predicted, place, loss and probability. */
  topLosses(count = 9): Late<ContactSheet> {
    return late(verdictSheet(this.worst(count), { loader: this.#parts.loader, range: this.#parts.judgement.range }));
  }

  /**
   * A reliability diagram: whether the model is right as often as it is sure.
   *
   * @param options.bins intervals of confidence, 10 unless told
   */
  calibration(options: CalibrationOptions = {}): Figure {
    const { bins, error } = this.#calibrated(options);
    return reliabilityDiagram(bins, { error });
  }

  /** Expected calibration error, 0 … 1. Guo et al., "On calibration of modern neural networks" (2017). */
  calibrationError(options: CalibrationOptions = {}): number {
    return this.#calibrated(options).error;
  }

  /** Curves of each class against the rest, with their areas: `"roc"`, or `"precision-recall"`, which says more about rare classes. */
  curves({ kind = "roc" }: { readonly kind?: CurveKind } = {}): Figure {
    oneOf({ kind }, ["roc", "precision-recall"]);
    this.#expectClasses("its curves are of classes");
    const { loss, classes, judgement } = this.#parts;
    const { labels, outputs: probabilities, columns } = judgement;
    const shown = loss.task === "binary" ? [1] : Array.from({ length: columns }, (_, label) => label);
    return curvesFigure(kind, shown, { labels, probabilities, columns, classes });
  }

  /**
   * Where in a picture the model sees a class (Selvaraju et al. 2017). See `gradCam`.
   *
   * @param picture its place among the pictures looked at, or any `Image`, which goes through the same transforms
   */
  gradCam(picture: PictureChoice, options: GradCamOptions = {}): Late<PictureHeat> {
    return late(this.#sight(picture).then((sight) => gradCamOf(this.#parts.model, sight, options)));
  }

  /** By how much the right class's probability falls when a part of a picture is hidden (Zeiler and Fergus 2014). See `occlusion`. */
  occlusion(picture: PictureChoice, options: OcclusionOptions = {}): Late<PictureHeat> {
    const right = typeof picture === "number" && this.#parts.loss.task !== "values" ? this.labels[picture] : undefined;
    const asked = { ...(right !== undefined && { class: right }), ...options };
    return late(this.#sight(picture).then((sight) => occlusionOf(this.#parts.model, sight, asked)));
  }

  /** What a layer makes of a picture. See `featureMaps`. */
  featureMaps(picture: PictureChoice, options: FeatureMapsOptions = {}): Late<ContactSheet> {
    const { model, loader } = this.#parts;
    return late(throughLoader(loader, picture).then((batch) => featureMapsOf(model, batch, options)));
  }

  /** The filters of a convolution, the first one unless told. See `filters`. */
  filters(layer?: LayerChoice): Late<ContactSheet> {
    return filters(this.#parts.model, layer);
  }

  toString(): string {
    return [...this.#lines(), ...(this.#isOfClasses ? [String(this.#worstTable())] : [])].join("\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const lines = this.#lines().map((line) => `<div>${escapeHtml(line)}</div>`);
    const html = `<div style="padding:4px 12px">${lines.join("")}</div>${this.#isOfClasses ? this.#worstTable().toHtml() : ""}`;
    return { "text/plain": this.toString(), "text/html": html };
  }

  #lines(): string[] {
    const { loader, note } = this.#parts;
    const { id, split } = loader.dataset;
    const loss = this.losses.reduce((sum, value) => sum + value, 0) / this.losses.length;
    const told = [`${plural(this.labels.length, "picture")} of ${id} (${split})`, ...(note ? [note] : [])].join("; ");
    const mean = `mean loss ${formatNumber(Number(loss.toPrecision(4)))}`;
    if (!this.#isOfClasses) return [`${told}: ${mean}`];
    const { value, standardError } = this.accuracy;
    const [pair] = this.mostConfused();
    return [
      `${told}: accuracy ${value.toFixed(3)} ± ${standardError.toFixed(3)}, ${mean}`,
      pair ? `most often confused: ${pair.actual} taken for ${pair.predicted}, ${plural(pair.count, "time")}` : "nothing was confused",
    ];
  }

  /** The classes of which the least part was found. */
  #worstTable(): Table {
    const classes = this.report().classes.filter(({ support }) => support > 0);
    const worst = [...classes].sort((one, other) => one.recall - other.recall).slice(0, worstClasses);
    return table(
      [classes.length > worst.length ? "worst classes" : "class", "found (recall)", "right when predicted (precision)", "pictures"],
      worst.map(({ name, recall, precision, support }) => [name, recall.toFixed(3), precision.toFixed(3), support]),
    );
  }

  get #isOfClasses(): boolean {
    return this.#parts.loss.task !== "values";
  }

  /** @throws TypeError where the model gives values */
  #expectClasses(why: string): void {
    if (this.#isOfClasses) return;
    throw new TypeError(
      `Expected a model that tells classes, for ${why}, but this one gives values (its loss is ${describe(this.#parts.loss.name)}).\n  Look at topLosses(), gradCam(…) or occlusion(…), which work for values too.`,
    );
  }

  #counts(): number[][] {
    this.#expectClasses("it counts which was taken for which");
    return confusionCounts(this.labels, this.predictions, this.#parts.classes.length);
  }

  #calibrated(options: CalibrationOptions): Calibration {
    this.#expectClasses("calibration compares probabilities with what is right");
    const confidences = Float32Array.from(this.predictions, (label, index) => this.#output(index, label));
    return calibration(
      confidences,
      Array.from(this.predictions, (label, index) => label === this.labels[index]),
      options,
    );
  }

  async #sight(picture: PictureChoice): Promise<Sight> {
    const { loader, loss, classes, judgement } = this.#parts;
    const batch = await throughLoader(loader, picture); // [1, H, W, C]
    const caption = typeof picture === "number" ? `#${picture}: ${this.#nameOf(this.labels[picture] ?? 0)}` : "picture";
    return { batch, outlook: { meaning: loss, classes, range: judgement.range }, caption };
  }

  #verdict(index: number): Verdict {
    const label = this.predictions[index] ?? 0;
    const said = {
      index,
      id: this.#parts.loader.dataset.ids[index] ?? "",
      actual: this.#nameOf(this.labels[index] ?? 0),
      loss: this.#loss(index),
    };
    if (!this.#isOfClasses) return { ...said, predicted: formatNumber(Number(this.#output(index, 0).toPrecision(4))) };
    return { ...said, predicted: this.#nameOf(label), probability: this.#output(index, label) };
  }

  #nameOf(label: number): string {
    return this.#isOfClasses ? (this.#parts.classes[label] ?? `class ${label}`) : formatNumber(label);
  }

  #loss(index: number): number {
    return this.losses[index] ?? 0;
  }

  #output(index: number, column: number): number {
    return this.outputs[index * this.#parts.judgement.columns + column] ?? 0;
  }
}
