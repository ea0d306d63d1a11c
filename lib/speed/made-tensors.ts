import { tf } from "../device/index.ts";

/** The tensors that a function made and returned, alone or in arrays and plain objects. Those that were there before are not its own. */
export function madeTensors(returned: unknown, madeSince: number): tf.Tensor[] {
  const seen = new Set<unknown>();
  const tensors: tf.Tensor[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof tf.Tensor) {
      if (value.id >= madeSince && !value.kept && !value.isDisposed) tensors.push(value);
    } else if (Array.isArray(value)) value.forEach(walk);
    else if (isPlain(value)) Object.values(value).forEach(walk);
  };
  walk(returned);
  return tensors;
}

/** The number that the next tensor gets. Tensors are numbered as they are made. */
export function nextTensorNumber(): number {
  return (tf.engine() as unknown as { nextTensorId(): number }).nextTensorId() + 1;
}

/** A notebook's cells may have an `Object` of their own, so its prototype is known by having none itself. */
function isPlain(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
