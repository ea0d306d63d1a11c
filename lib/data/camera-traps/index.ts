/** From a camera-trap project's tables to pictures one can learn from, step by step or at once. */
export { type CleanedCameraTraps, type CleanOptions, cleanCameraTraps, readCaptures } from "./clean.ts";
export { CleaningReport, type CleaningStep } from "./cleaning-report.ts";
export { cameraTrapColumns } from "./columns.ts";
export { agreedOn, animalsOnly, type ClassLimits, limitClasses, notAnimals, oneAnimal, oneSpecies, withPictures } from "./steps.ts";
