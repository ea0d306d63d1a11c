/** What a model gets right and wrong, and what in a picture it goes by. */
export type { CalibrationOptions } from "./calibration.ts";
export type { CurveKind } from "./class-curve.ts";
export { ClassificationReport, type NamedScores } from "./classification-report.ts";
export { type ConfusedPair, ConfusedPairs } from "./confused-pairs.ts";
export { type FeatureMapsOptions, featureMaps } from "./feature-maps.ts";
export { filters } from "./filters.ts";
export type { LayerChoice } from "./find-layer.ts";
export { type GradCamOptions, gradCam } from "./grad-cam.ts";
export { type InterpretOptions, interpret } from "./interpret.ts";
export { Interpretation } from "./interpretation.ts";
export type { PictureChoice } from "./looked-at.ts";
export { type OcclusionOptions, occlusion } from "./occlusion.ts";
export type { ClassChoice } from "./outlook.ts";
export { PictureHeat } from "./picture-heat.ts";
export type { PictureInput } from "./picture-input.ts";
export {
  averagePrecision,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
  type ScoredExamples,
} from "./threshold-curves.ts";
export type { Verdict } from "./top-losses.ts";
