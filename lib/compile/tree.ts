import { tf } from "../device/index.ts";
import { Shared } from "./shared.ts";

/** Tensors in arrays and plain objects; other values stay as they are and count as a part of the program. */
export type Tree = unknown;

/** The tensors of a tree that may change from call to call, in a fixed order. Variables are no such: they are held. */
export function tensorsIn(tree: Tree): tf.Tensor[] {
  const tensors: tf.Tensor[] = [];
  mapTensors(tree, (tensor) => {
    tensors.push(tensor);
    return tensor;
  });
  return tensors;
}

/** The same tree with each tensor replaced. */
export function mapTensors<T extends Tree>(tree: T, replace: (tensor: tf.Tensor) => tf.Tensor): T {
  const walk = (part: unknown): unknown => {
    if (part instanceof tf.Variable) return part;
    if (part instanceof tf.Tensor) return replace(part);
    if (Array.isArray(part)) return part.map(walk);
    if (isPlain(part)) return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, walk(value)]));
    return part;
  };
  return walk(tree) as T;
}

/** The tensors of a tree that all steps have in common, in a fixed order. */
export function sharedIn(tree: Tree): tf.Tensor[] {
  if (tree instanceof Shared) return [tree.tensor];
  if (Array.isArray(tree)) return tree.flatMap(sharedIn);
  return isPlain(tree) ? Object.values(tree).flatMap(sharedIn) : [];
}

/** What tells two trees apart for which one graph can't serve: shapes and types of their tensors, and all that is no tensor. */
export function signatureOf(tree: Tree): string {
  if (tree instanceof tf.Variable) return `variable ${tree.id}`;
  if (tree instanceof tf.Tensor) return `${tree.dtype}[${tree.shape.join()}]`;
  if (tree instanceof Shared) return `shared ${signatureOf(tree.tensor)}`;
  if (Array.isArray(tree)) return `[${tree.map(signatureOf).join()}]`;
  if (isPlain(tree)) return `{${Object.entries(tree).map(([name, part]) => `${JSON.stringify(name)}:${signatureOf(part)}`)}}`;
  return typeof tree === "function" || (typeof tree === "object" && tree !== null)
    ? `object ${numberOf(tree)}`
    : (JSON.stringify(tree) ?? "");
}

const numbers = new WeakMap<object, number>();
let objects = 0;

/** A number for each object: the same one for the same object. */
function numberOf(value: object): number {
  const known = numbers.get(value);
  if (known !== undefined) return known;
  numbers.set(value, ++objects);
  return objects;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
