import { describe } from "../../../base/index.ts";
import { Dict } from "../pickle/index.ts";
import { StoredTensor } from "./stored-tensor.ts";

/** Where checkpoints have the weights, beside an epoch, an optimizer and so on. */
const usualKeys = ["state_dict", "model_state_dict", "model_state", "model", "weights", "net", "network", "module"];
/** What DataParallel and compiled models put before each name. */
const wrappers = ["module.", "_orig_mod."];

/**
 * The tensors of what a file holds, by name: of a state dict, or of a checkpoint that has one among other things.
 *
 * @throws RangeError that completes "… but", where there are none
 */
export function stateDict(content: unknown): ReadonlyMap<string, StoredTensor> {
  if (!(content instanceof Dict)) throw new RangeError(`it holds ${inWords(content)}, no state dict`);
  const candidates = [content, ...usualKeys.map((key) => content.entries.get(key))];
  const found = candidates.map(tensorsOf).find((tensors) => tensors.size > 0);
  if (!found) {
    const keys = Array.from(content.entries.keys()).slice(0, 8).map(describe).join(", ");
    throw new RangeError(
      `it holds no weights, neither under names of their own nor in ${usualKeys.join(", ")}: it has ${keys || "nothing"}`,
    );
  }
  return withoutWrapper(found);
}

function tensorsOf(value: unknown): ReadonlyMap<string, StoredTensor> {
  const entries = value instanceof Dict ? Array.from(value.entries) : [];
  return new Map(entries.flatMap(([name, tensor]) => (typeof name === "string" && tensor instanceof StoredTensor ? [[name, tensor]] : [])));
}

function withoutWrapper(tensors: ReadonlyMap<string, StoredTensor>): ReadonlyMap<string, StoredTensor> {
  const wrapper = wrappers.find((prefix) => Array.from(tensors.keys()).every((name) => name.startsWith(prefix)));
  return wrapper ? new Map(Array.from(tensors, ([name, tensor]) => [name.slice(wrapper.length), tensor])) : tensors;
}

function inWords(content: unknown): string {
  if (content instanceof StoredTensor) return `one tensor of [${content.shape.join(", ")}]`;
  return describe(content);
}
