/**
 * What is done to a picture before a network sees it: `import { transforms as T } from "descent/data"`.
 *
 * The names are torchvision's. Geometry and colour give the very bytes that Pillow gives.
 */
export * from "./all.ts";
export type { Interpolation, PerChannel, Range, Sides } from "./arguments.ts";
export type { BatchTransform, MixedBatch } from "./batch-transform.ts";
export { type CompareOptions, compare } from "./compare.ts";
export { cutmix } from "./cutmix.ts";
export { lambda } from "./lambda.ts";
export { type MixOptions, mixup } from "./mixup.ts";
export { imagenet } from "./normalize.ts";
export type { MultiTransform, PixelTransform, SingleTransform, Size, Step, StepTransform, Transform } from "./transform.ts";
