import * as factories from "./all.ts";
import { MadeTransform } from "./make.ts";
import type { Transform } from "./transform.ts";

/** A transform in plain data, which a worker can be sent and a file can hold. */
export interface TransformDescription {
  readonly name: string;
  readonly options: readonly unknown[];
}

const makers = new Map(Object.entries(factories)) as unknown as ReadonlyMap<string, (...options: readonly unknown[]) => Transform>;
const untold = Symbol("can't be told in data");

/**
 * A transform in plain data; `reviveTransform` makes it again.
 *
 * @returns undefined for what can't be told in data: `lambda`, transforms that hold one, and objects that no function of `transforms` made
 */
export function describeTransform(transform: Transform): TransformDescription | undefined {
  if (!(transform instanceof MadeTransform) || !makers.has(transform.name)) return undefined;
  const options = transform.options.map(toData);
  return options.includes(untold) ? undefined : { name: transform.name, options };
}

/** The transform of a description. @throws RangeError when there is none of that name */
export function reviveTransform({ name, options }: TransformDescription): Transform {
  const maker = makers.get(name);
  if (!maker) throw new RangeError(`Expected the name of a transform but got ${JSON.stringify(name)}`);
  return maker(...options.map(fromData));
}

/** An argument with the transforms in it described; all else in it is plain data already. */
function toData(option: unknown): unknown {
  if (option instanceof MadeTransform) return describeTransform(option as unknown as Transform) ?? untold;
  if (typeof option === "function" || (typeof option === "object" && option !== null && "apply" in option)) return untold;
  if (!Array.isArray(option)) return option;
  const data = option.map(toData);
  return data.includes(untold) ? untold : data;
}

function fromData(option: unknown): unknown {
  if (Array.isArray(option)) return option.map(fromData);
  return isDescription(option) ? reviveTransform(option) : option;
}

function isDescription(option: unknown): option is TransformDescription {
  return typeof option === "object" && option !== null && "name" in option && "options" in option;
}
