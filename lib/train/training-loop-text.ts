import { inspect } from "node:util";
import { escapeHtml, plural } from "../base/index.ts";
import type { Loader } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import { type Displayable, displaySymbol, type MimeBundle, shownHere } from "../plot/index.ts";
import type { Callback } from "./callbacks/callback.ts";
import type { Loss } from "./losses/loss.ts";
import type { Metric } from "./metrics/metric.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** What a training loop is made of. */
export interface LoopParts {
  readonly model: tf.LayersModel;
  readonly train: Loader;
  readonly valid: Loader;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly callbacks: readonly Callback[];
}

interface Line {
  readonly depth: number;
  readonly code: string;
  readonly comment?: string;
  /** Whether a callback's method is called here. */
  readonly isCallback?: boolean;
}

type Moment = Exclude<keyof Callback, "name" | "state" | "restore">;

/** Comments begin in this column, where the code leaves room. */
const commentColumn = 64;

/**
 * The loop of `fit` as text: what is done in which order, and where the methods of callbacks are called. The cell that printed it has shown
 * it already; in others it shows itself again.
 *
 * fastai's `show_training_loop`.
 */
export class TrainingLoopText implements Displayable {
  readonly #lines: readonly Line[];
  readonly #isShown = shownHere();

  constructor(parts: LoopParts) {
    this.#lines = linesOf(parts);
  }

  toString(): string {
    return this.#lines.map(inWords).join("\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle | undefined {
    return this.#isShown() ? undefined : this.bundle();
  }

  /** The text, in HTML with the callbacks' lines in bold. */
  bundle(): MimeBundle {
    const html = this.#lines.map((line) => (line.isCallback ? `<b>${escapeHtml(inWords(line))}</b>` : escapeHtml(inWords(line))));
    return { "text/plain": this.toString(), "text/html": `<pre>${html.join("\n")}</pre>` };
  }
}

function inWords({ depth, code, comment }: Line): string {
  const text = `${"  ".repeat(depth)}${code}`;
  return comment ? `${text.padEnd(commentColumn)} // ${comment}` : text;
}

function linesOf({ model, train, valid, loss, optimizer, metrics, callbacks }: LoopParts): readonly Line[] {
  const at = (moment: Moment, depth: number): readonly Line[] =>
    callbacks.flatMap((callback, place) =>
      callback[moment] ? [{ depth, code: callIn(moment, nameOf(callback, place)), isCallback: true }] : [],
    );
  const outputs = model.outputs.map(({ shape }) => `[${shape.map((size) => size ?? "N").join(", ")}]`).join(", ");
  const figures = ["valid_loss", ...metrics.map(({ name }) => name)].join(", ");
  return [
    { depth: 0, code: "try {" },
    ...at("beforeFit", 1),
    { depth: 1, code: "for (let epoch = 1; epoch <= epochs; epoch++) {" },
    ...at("beforeEpoch", 2),
    { depth: 2, code: "for (let { images, targets } of train) {", comment: loaderInWords(train) },
    ...at("changeBatch", 3),
    { depth: 3, code: "const outputs = model.apply(images, { training: true });", comment: outputs },
    { depth: 3, code: "const loss = lossOf(outputs, targets);", comment: loss.name },
    { depth: 3, code: "let gradients = gradientsOf(loss, weights);", comment: plural(model.trainableWeights.length, "tensor") },
    ...at("changeGradients", 3),
    { depth: 3, code: "update(weights, gradients, learningRate[step++]);", comment: optimizer.name },
    ...at("afterBatch", 3),
    { depth: 2, code: "}" },
    { depth: 2, code: "evaluate(model, valid);", comment: `${figures}; ${loaderInWords(valid)}` },
    ...at("afterEpoch", 2),
    { depth: 1, code: "}" },
    { depth: 0, code: "} finally {" },
    ...at("afterFit", 1),
    { depth: 0, code: "}" },
  ];
}

/** How a callback is called at a moment: some give something back. */
function callIn(moment: Moment, name: string): string {
  if (moment === "changeBatch") return `({ images, targets } = ${name}.changeBatch({ images, targets }, run));`;
  if (moment === "changeGradients") return `gradients = ${name}.changeGradients(gradients);`;
  return `await ${name}.${moment}(run);`;
}

/** The callback as code; its name where that can stand in code. */
const nameOf = ({ name }: Callback, place: number): string => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : `callbacks[${place}]`);

const loaderInWords = ({ length, batchSize, dataset }: Loader): string =>
  `${plural(length, "batch", "batches")} of ${batchSize} from ${plural(dataset.length, "picture")}`;
