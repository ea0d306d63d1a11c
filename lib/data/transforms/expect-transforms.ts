import { describe } from "../../base/index.ts";
import type { SingleTransform, Transform } from "./transform.ts";

/** @throws TypeError unless it is a list of transforms */
export function expectTransforms(transforms: unknown): asserts transforms is readonly Transform[] {
  if (!Array.isArray(transforms)) {
    throw new TypeError(`Expected a list of transforms, such as [T.resize(64), T.toTensor()], but got ${describe(transforms)}`);
  }
  for (const [place, transform] of transforms.entries()) {
    if (typeof transform === "object" && transform !== null && "apply" in transform && "kind" in transform) continue;
    const mend = typeof transform === "function" ? ": call it, T.resize(64), or wrap a function of your own, T.lambda(…)" : "";
    throw new TypeError(`Expected transforms but got ${describe(transform)} at place ${place}${mend}.`);
  }
}

/** @throws TypeError unless it is a list of transforms; RangeError when one of them makes several pictures */
export function expectSingleTransforms(name: string, transforms: unknown): asserts transforms is readonly SingleTransform[] {
  expectTransforms(transforms);
  const several = transforms.find(({ kind }) => kind === "several");
  if (several) {
    throw new RangeError(
      `Expected transforms that make one picture of one in ${name} but got ${several.name}, which makes several: put it outside, into compose([…]).`,
    );
  }
}
