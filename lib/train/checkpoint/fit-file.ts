import type { WeightArray } from "../../nn/weights/index.ts";
import type { Rates } from "../rates.ts";
import type { FitRecord } from "./fit-record.ts";
import type { Extra, LearnerFile } from "./learner-file.ts";
import { fromJson, toJson } from "./plain-json.ts";

/** What must be the same where a fit goes on, besides the model. */
export interface FitSetting {
  readonly optimizer: string;
  readonly loss: string;
  readonly metrics: readonly string[];
  readonly trainingPictures: string;
  readonly batches: number;
  readonly batchSize: number;
}

/** A fit in a file: the record, the setting, and which weights it trains. */
export interface FitInFile {
  readonly record: FitRecord;
  readonly setting: FitSetting;
  /** Whether each layer was trainable, in the order of `everyLayer`. */
  readonly trainable: readonly boolean[];
}

/** A fit as it is kept in a learner's file: long lists of numbers as tensors, the rest as JSON. */
export function fitToExtra({ record, ...rest }: FitInFile): Extra {
  const { rates, history, ...others } = record;
  const { batchLosses, ...told } = history;
  const tensors = new Map<string, WeightArray>([
    ["learning_rate", vector(rates.learningRate)],
    ["batch_losses", vector(batchLosses)],
    ...(rates.momentum ? [["momentum", vector(rates.momentum)] as const] : []),
  ]);
  return { text: toJson({ ...rest, record: { ...others, groups: rates.groups, history: told } }), tensors };
}

/**
 * The fit in a learner's file.
 *
 * @throws RangeError when it holds none
 */
export function fitIn({ path, extra }: LearnerFile): FitInFile {
  if (!extra) {
    throw new RangeError(
      `Expected the checkpoint of a fit but ${path} holds a learner alone.\n  learner.load(path) reads that. fit(…, { checkpoint: path }) writes what resume can go on with.`,
    );
  }
  const { text, tensors } = extra;
  type Told = Omit<FitInFile, "record"> & {
    readonly record: Omit<FitRecord, "rates" | "history"> & {
      readonly groups?: Rates["groups"];
      readonly history: Omit<FitRecord["history"], "batchLosses">;
    };
  };
  const { record, ...rest } = fromJson(text) as Told;
  const { groups, history, ...others } = record;
  const momentum = tensors.get("momentum");
  const rates: Rates = { learningRate: numbers(tensors.get("learning_rate")), momentum: momentum && numbers(momentum), groups };
  return { ...rest, record: { ...others, rates, history: { ...history, batchLosses: [...numbers(tensors.get("batch_losses"))] } } };
}

const vector = (values: ArrayLike<number>): WeightArray => ({ shape: [values.length], values: Float64Array.from(values) });

const numbers = (array: WeightArray | undefined): Float64Array => Float64Array.from(array?.values ?? []);

/**
 * Makes sure that a fit goes on under the conditions under which it began.
 *
 * @throws TypeError with each difference
 */
export function expectSameSetting(inFile: FitSetting, here: FitSetting, path: string): void {
  const differences = (Object.keys(here) as (keyof FitSetting)[])
    .filter((key) => String(inFile[key]) !== String(here[key]))
    .map((key) => `${words[key]}: ${inFile[key]} then, ${here[key]} now`);
  if (differences.length === 0) return;
  throw new TypeError(
    `Expected the learner with which the fit in ${path} began but it differs:\n${differences.map((line) => `  ${line}`).join("\n")}\n  Build the learner as it was then. learner.load(path) takes over what was learnt into this one.`,
  );
}

const words: Readonly<Record<keyof FitSetting, string>> = {
  optimizer: "optimizer",
  loss: "loss",
  metrics: "metrics",
  trainingPictures: "training pictures",
  batches: "training batches an epoch",
  batchSize: "batch size",
};
