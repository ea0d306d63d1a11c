import { course } from "../../exercise/index.ts";
import { accuracyFromScores } from "../build-cnn/accuracy.ts";
import { confusedPair } from "../build-cnn/confused-pair.ts";
import { convolve } from "../build-cnn/convolve.ts";
import { headWeights } from "../build-cnn/head-weights.ts";
import { maxPooling } from "../build-cnn/max-pool.ts";
import { sizeOfResult } from "../build-cnn/result-size.ts";
import { rowCount } from "../build-cnn/row-count.ts";
import { weightCount } from "../build-cnn/weight-count.ts";

export default course("03-build-cnn", {
  "03-1": rowCount,
  "03-2": convolve,
  "03-3": sizeOfResult,
  "03-4": maxPooling,
  "03-5": accuracyFromScores,
  "03-6": confusedPair,
  "03-7": weightCount,
  "03-8": headWeights,
});
