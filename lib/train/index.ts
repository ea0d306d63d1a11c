/** Training: the Learner, what it makes small (losses), how (optimizers), and how it is judged (metrics). */
export {
  type BatchTensors,
  type Callback,
  type CallbackState,
  type ClipOptions,
  clipGradients,
  csvLog,
  type EarlyStoppingOptions,
  earlyStopping,
  type FitRun,
  type Gradients,
  type LivePlotOptions,
  livePlot,
  type MixupOptions,
  type MonitorOptions,
  mixup,
  type ReduceOnPlateauOptions,
  reduceOnPlateau,
  saveBest,
  type TensorBoardOptions,
  tensorBoardLog,
} from "./callbacks/index.ts";
export type { Scores } from "./evaluate.ts";
export { type Epoch, History, type StoppedAt } from "./history.ts";
export {
  averagePrecision,
  type CalibrationOptions,
  type ClassChoice,
  ClassificationReport,
  type ConfusedPair,
  ConfusedPairs,
  type CurveKind,
  type FeatureMapsOptions,
  featureMaps,
  filters,
  type GradCamOptions,
  gradCam,
  Interpretation,
  type InterpretOptions,
  interpret,
  type LayerChoice,
  type NamedScores,
  type OcclusionOptions,
  occlusion,
  type PictureChoice,
  PictureHeat,
  type PictureInput,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocCurve,
  type ScoredExamples,
  type Verdict,
} from "./interpret/index.ts";
export { Learner } from "./learner.ts";
export type { FitOptions, LearnerOptions, Made, OneCycleFitOptions, PredictionOptions } from "./learner-options.ts";
export type { LearningRateFinderOptions } from "./learning-rate-finder/find-learning-rate.ts";
export type { LearningRateCurve } from "./learning-rate-finder/learning-rate-curve.ts";
export { binaryCrossEntropy } from "./losses/binary-cross-entropy.ts";
export { type BinaryCrossEntropyOptions, binaryCrossEntropyWithLogits } from "./losses/binary-cross-entropy-with-logits.ts";
export { type BinaryFocalOptions, binaryFocal } from "./losses/binary-focal.ts";
export { type CrossEntropyOptions, crossEntropy } from "./losses/cross-entropy.ts";
export { type FocalOptions, focal } from "./losses/focal.ts";
export { type HingeOptions, hinge } from "./losses/hinge.ts";
export { klDivergence } from "./losses/kl-divergence.ts";
export type { Loss, OutputMeaning } from "./losses/loss.ts";
export { meanAbsoluteError } from "./losses/mean-absolute-error.ts";
export { meanSquaredError } from "./losses/mean-squared-error.ts";
export { multiClassHinge } from "./losses/multi-class-hinge.ts";
export type { ValueLoss } from "./losses/value-loss.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { type AreaUnderCurveOptions, areaUnderCurve } from "./metrics/area-under-curve.ts";
export type { ClassScoreOptions } from "./metrics/class-score-metric.ts";
export { type Average, averageScores, type ClassScores, type Counts, classScores, type FScoreOptions } from "./metrics/class-scores.ts";
export { type CohensKappaOptions, cohensKappa } from "./metrics/cohens-kappa.ts";
export { confusionCounts } from "./metrics/confusion-counts.ts";
export { decisions, probabilities } from "./metrics/decisions.ts";
export { type FBetaOptions, f1, fBeta } from "./metrics/f-beta.ts";
export { type Measured, type Metric, ratioOfSums } from "./metrics/metric.ts";
export { precision } from "./metrics/precision.ts";
export { rSquared } from "./metrics/r-squared.ts";
export { recall } from "./metrics/recall.ts";
export { rocArea } from "./metrics/roc-area.ts";
export { rootMeanSquaredError } from "./metrics/root-mean-squared-error.ts";
export { topKAccuracy } from "./metrics/top-k-accuracy.ts";
export { type AdadeltaOptions, adadelta } from "./optimizers/adadelta.ts";
export { type AdagradOptions, adagrad } from "./optimizers/adagrad.ts";
export { type AdamOptions, adam, adamW } from "./optimizers/adam.ts";
export type { Optimizer, Slots, UpdateInput, UpdateOutput } from "./optimizers/optimizer.ts";
export { type RmspropOptions, rmsprop } from "./optimizers/rmsprop.ts";
export { type SgdOptions, sgd } from "./optimizers/sgd.ts";
export { type CompareSchedulesOptions, compareSchedules } from "./schedules/compare-schedules.ts";
export { constant } from "./schedules/constant.ts";
export { type CosineDecayOptions, cosineDecay } from "./schedules/cosine-decay.ts";
export { type ExponentialDecayOptions, exponentialDecay } from "./schedules/exponential-decay.ts";
export { type OneCycleMomentumOptions, type OneCycleOptions, oneCycle, oneCycleMomentum } from "./schedules/one-cycle.ts";
export { type PlateauOptions, type PlateauOutcome, type PlateauRule, type PlateauState, plateauRule } from "./schedules/plateau-rule.ts";
export type { DrawnSchedule, Schedule } from "./schedules/schedule.ts";
export { type StepDecayOptions, stepDecay } from "./schedules/step-decay.ts";
export { type WarmRestartsOptions, warmRestarts } from "./schedules/warm-restarts.ts";
export { type WarmUpOptions, warmUp } from "./schedules/warm-up.ts";
export type { TrainingLoopText } from "./training-loop-text.ts";
