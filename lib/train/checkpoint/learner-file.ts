import { createHash } from "node:crypto";
import { messageOf } from "../../base/index.ts";
import {
  modelWeights,
  openSafetensors,
  type WeightArray,
  type WeightArrays,
  weightArrays,
  writeSafetensors,
} from "../../nn/weights/index.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Memory, TrainingState } from "../training-state.ts";
import { architectureOf } from "./architecture.ts";
import { fromJson, toJson } from "./plain-json.ts";

const format = "descent-learner";
const version = "1";
const slotPrefix = "optimizer/";
/** Tensors of what is kept beside the learner begin with this. */
export const extraPrefix = "fit/";

/** A learner as a file holds it. */
export interface LearnerFile {
  readonly path: string;
  /** The model's weights, by the names of `modelWeights`. */
  readonly weights: WeightArrays;
  /** A line for each layer; undefined where the file says nothing of it, such as one of plain weights. */
  readonly architecture: readonly string[] | undefined;
  /** What the optimizer remembered; undefined where the file has none. */
  readonly optimizer: OptimizerInFile | undefined;
  /** What is kept beside the learner: tensors by name, and a text. */
  readonly extra: Extra | undefined;
}

export interface OptimizerInFile {
  readonly name: string;
  readonly slots: readonly string[];
  readonly memory: Memory;
}

/** What a file keeps beside the learner. */
export interface Extra {
  readonly text: string;
  readonly tensors: WeightArrays;
}

/** Numbers of training, as the file has them. */
interface Progress {
  readonly step: number;
  readonly epochs: number;
  /** How often each weight was updated, where that is not as often as there were steps. */
  readonly updates: Readonly<Record<string, number>>;
  /** Names of the weights that the optimizer remembers something of. */
  readonly remembered: readonly string[];
}

/**
 * Writes a learner to a safetensors file, whole or not at all: its weights under their names, and beside them what the optimizer
 * remembers. Missing folders are made.
 *
 * @throws Error of the file system, with the path
 */
export async function writeLearnerFile(
  path: string,
  { state, optimizer, extra }: { readonly state: TrainingState; readonly optimizer: Optimizer; readonly extra?: Extra },
): Promise<void> {
  const names = new Map([...modelWeights(state.model)].map(([name, variable]) => [variable, name]));
  const { step, epochs, remembered } = await state.memory();
  const tensors = new Map(await weightArrays(state.model));
  const updates: Record<string, number> = {};
  for (const [variable, { slots, updates: count }] of remembered) {
    const name = names.get(variable) ?? variable.name;
    for (const [slot, array] of Object.entries(slots)) tensors.set(`${slotPrefix}${slot}/${name}`, array);
    if (count !== step) updates[name] = count;
  }
  const progress: Progress = { step, epochs, updates, remembered: [...remembered.keys()].map((variable) => names.get(variable) ?? "") };
  for (const [name, array] of extra?.tensors ?? []) tensors.set(extraPrefix + name, array);
  const metadata: Record<string, string> = {
    format,
    version,
    architecture: toJson(architectureOf(state.model)),
    optimizer: toJson({ name: optimizer.name, slots: optimizer.slots }),
    progress: toJson(progress),
    ...(extra && { fit: extra.text }),
  };
  try {
    await writeSafetensors(path, tensors, { ...metadata, checksum: checksumOf(tensors, metadata) });
  } catch (cause) {
    throw new Error(`The learner could not be written to ${path}: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Reads what `writeLearnerFile` wrote, or plain weights. Nothing of it is believed before its checksum is right.
 *
 * @param model whose names tell which optimizer's memory is whose
 * @throws RangeError where it is missing, damaged, or of a later version
 */
export async function openLearnerFile(path: string, model: TrainingState["model"]): Promise<LearnerFile> {
  const { weights: tensors, metadata } = await openSafetensors(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new RangeError(
      `Expected a learner's file at ${path} but there is none.\n  learner.save(path) and fit(…, { checkpoint: path }) write one.`,
      { cause },
    );
  });
  if (metadata["format"] !== format) return { path, weights: tensors, architecture: undefined, optimizer: undefined, extra: undefined };
  if (metadata["version"] !== version) {
    throw new RangeError(
      `Expected a learner's file of version ${version} but ${path} is of version ${metadata["version"]}.\n  A later Descent wrote it: update with git pull and npm install.`,
    );
  }
  const { checksum, ...rest } = metadata;
  if (checksum !== checksumOf(tensors, rest)) {
    throw new RangeError(
      `Expected a learner's file but the content of ${path} does not have its checksum: it was damaged.\n  Take another copy, or save it again.`,
    );
  }
  const { name, slots } = fromJson(metadata["optimizer"] ?? "{}") as Pick<OptimizerInFile, "name" | "slots">;
  const progress = fromJson(metadata["progress"] ?? "{}") as Progress;
  return {
    path,
    weights: startingWith(tensors, (tensor) => !tensor.startsWith(slotPrefix) && !tensor.startsWith(extraPrefix)),
    architecture: fromJson(metadata["architecture"] ?? "[]") as readonly string[],
    optimizer: { name, slots, memory: memoryIn(tensors, { model, slots, progress }) },
    extra: metadata["fit"] === undefined ? undefined : { text: metadata["fit"], tensors: extraIn(tensors) },
  };
}

const startingWith = (tensors: WeightArrays, belongs: (name: string) => boolean): WeightArrays =>
  new Map([...tensors].filter(([name]) => belongs(name)));

const extraIn = (tensors: WeightArrays): WeightArrays =>
  new Map(
    [...startingWith(tensors, (name) => name.startsWith(extraPrefix))].map(([name, array]) => [name.slice(extraPrefix.length), array]),
  );

interface InFile {
  readonly model: TrainingState["model"];
  readonly slots: readonly string[];
  readonly progress: Progress;
}

function memoryIn(tensors: WeightArrays, { model, slots, progress }: InFile): Memory {
  const { step, epochs, updates, remembered } = progress;
  const known = new Set(remembered);
  const variables = [...modelWeights(model)].filter(([name]) => known.has(name));
  const memories = variables.map(([name, variable]) => {
    const arrays = slots.map((slot) => [slot, tensors.get(`${slotPrefix}${slot}/${name}`)] as const);
    const found = arrays.filter((entry): entry is [string, WeightArray] => entry[1] !== undefined);
    return [variable, { slots: Object.fromEntries(found), updates: updates[name] ?? step }] as const;
  });
  return { step, epochs, remembered: new Map(memories) };
}

/** SHA-256 of all that a file says. */
function checksumOf(tensors: WeightArrays, metadata: Readonly<Record<string, string>>): string {
  const hash = createHash("sha256");
  const sorted = [...tensors].sort(([one], [other]) => (one < other ? -1 : 1));
  const entries = Object.entries(metadata).sort(([one], [other]) => (one < other ? -1 : 1));
  hash.update(JSON.stringify([entries, sorted.map(([name, { shape, values }]) => [name, shape, values.constructor.name])]));
  for (const [, { values }] of sorted) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest("hex");
}
