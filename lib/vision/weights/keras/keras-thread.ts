/** A thread that reads one file of HDF5: takes its bytes, answers with the layers in it, or with what is wrong. */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../../../base/index.ts";
import type { FileLayer } from "../weight-source.ts";
import { readHdf5 } from "./hdf5-file.ts";
import { kerasLayers } from "./keras-layers.ts";

/** `fault` completes "… but". */
export type Answer = { readonly layers: readonly FileLayer[] } | { readonly fault: string };

const answer = (content: Answer): void => parentPort?.postMessage(content);

void readHdf5(workerData, kerasLayers).then(
  (layers) => answer({ layers }),
  (error: unknown) => answer({ fault: messageOf(error) }),
);
