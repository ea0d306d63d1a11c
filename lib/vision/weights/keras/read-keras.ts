import { Worker } from "node:worker_threads";
import { formatSeconds, messageOf } from "../../../base/index.ts";
import type { FileLayer, WeightSource } from "../weight-source.ts";
import { ZipArchive } from "../zip.ts";
import type { Answer } from "./keras-thread.ts";

/** The file of weights within a `.keras` archive. */
const archived = "model.weights.h5";
/** Milliseconds, for any file and for each of its bytes: a hundred times what a good file takes. */
const patience = { base: 20_000, perByte: 1e-3 };

/** Whether an archive is one of Keras'. */
export function isKerasArchive(bytes: Uint8Array): boolean {
  try {
    return new ZipArchive(bytes).names.includes(archived);
  } catch {
    return false;
  }
}

/**
 * The weights of a file that Keras wrote: `save_weights` and `save` of Keras 2 and of Keras 3, and what tf.keras.applications offers.
 *
 * It is read in a thread of its own that is ended after a while, for HDF5 may search a damaged file without end.
 *
 * @param file what a message calls the file, such as its path
 * @param options.limit milliseconds after which a file counts as damaged
 * @throws RangeError where it is another file or damaged
 */
export async function readKeras(bytes: Uint8Array, file: string, options: { readonly limit?: number } = {}): Promise<WeightSource> {
  try {
    const content = ZipArchive.isOne(bytes) ? new ZipArchive(bytes).read(archived) : bytes;
    const { limit = patience.base + patience.perByte * content.length } = options;
    return { file, origin: "Keras", isOrdered: true, layers: await readInThread(content, limit) };
  } catch (error) {
    throw new RangeError(`Expected ${file} to hold weights of Keras but ${messageOf(error)}.\n  Bring or save it again.`, { cause: error });
  }
}

function readInThread(content: Uint8Array, limit: number): Promise<readonly FileLayer[]> {
  const thread = new Worker(new URL("./keras-thread.ts", import.meta.url), { execArgv: ["--no-warnings"], workerData: content });
  return new Promise<readonly FileLayer[]>((resolve, reject) => {
    const tooLong = setTimeout(
      () => reject(new RangeError(`HDF5 found no end of it in ${formatSeconds(limit / 1000)}: it is damaged`)),
      limit,
    );
    thread.once("message", (answer: Answer) => ("layers" in answer ? resolve(answer.layers) : reject(new RangeError(answer.fault))));
    thread.once("error", (error) => reject(new RangeError(`HDF5 failed on it (${messageOf(error)})`)));
    thread.once("exit", () => clearTimeout(tooLong));
  }).finally(() => thread.terminate());
}
