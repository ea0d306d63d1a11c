import { tf } from "../device/index.ts";
import type { BatchTensors } from "./callbacks/callback.ts";
import { batchAt, type Resident, type View } from "./resident.ts";

/** The places of a batch's pictures among those that are resident. */
export interface ResidentRows {
  readonly resident: Resident;
  /** `[N]`, or `[N, 4]` where there is a view. */
  readonly rows: Int32Array;
  readonly view: View;
}

/** What a step trains on: tensors of its own, or pictures that are in TensorFlow's memory already. */
export type TrainingBatch = BatchTensors | ResidentRows;

export const isResident = (batch: TrainingBatch): batch is ResidentRows => "rows" in batch;

/** The shape of what a batch takes of resident pictures. */
export const rowsShape = ({ rows, view }: ResidentRows): number[] => (view ? [rows.length / 4, 4] : [rows.length]);

/** Pictures of a batch. */
export const lengthOf = (batch: TrainingBatch): number => (isResident(batch) ? (rowsShape(batch)[0] ?? 0) : (batch.images.shape[0] ?? 0));

/** What two batches have in common where one graph serves both. */
export const shapesOf = (batch: TrainingBatch): string =>
  isResident(batch) ? `resident ${batch.rows.length}` : `${batch.images.shape.join()} ${batch.targets.shape.join()}`;

/** A batch as tensors; the caller disposes them. */
export function tensorsOf(batch: TrainingBatch): BatchTensors {
  if (!isResident(batch)) return { images: tf.clone(batch.images), targets: tf.clone(batch.targets) };
  const rows = tf.tensor(batch.rows, rowsShape(batch), "int32");
  try {
    return batchAt(batch.resident, rows, batch.view);
  } finally {
    rows.dispose();
  }
}

/** Frees the tensors that are a batch's own. */
export function disposeBatch(batch: TrainingBatch): void {
  if (!isResident(batch)) tf.dispose([batch.images, batch.targets]);
}
