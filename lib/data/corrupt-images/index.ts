/** Finds the files of a folder that can't be decoded. */
export { findCorruptImages } from "./find.ts";
export { type CorruptImage, CorruptImages, type CorruptImagesParts, type OddImage } from "./report.ts";
