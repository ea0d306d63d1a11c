import { beforeAll, describe } from "vitest";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  binaryFocal,
  crossEntropy,
  focal,
  hinge,
  klDivergence,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  multiClassHinge,
} from "../../../lib/train/index.ts";
import { testWith } from "../../support/parts.ts";
import { alike, compareTraining, expectSame, type Rule, rules, type SmallOptions, smallNetwork, startTensorFlow } from "./support.ts";

const native = testWith("tensorflow");
beforeAll(startTensorFlow);

const yesOrNo: SmallOptions = { classes: 2, units: 1 };
const values: SmallOptions = { units: 1 };
const losses: readonly { readonly name: string; readonly loss: Loss; readonly network?: SmallOptions }[] = [
  { name: "label smoothing", loss: crossEntropy({ labelSmoothing: 0.1 }) },
  { name: "class weights", loss: crossEntropy({ classWeights: [1, 2, 3, 4, 5] }) },
  { name: "focal loss with weights", loss: focal({ alpha: [1, 2, 3, 4, 5] }) },
  { name: "Kullback-Leibler divergence", loss: klDivergence() },
  { name: "hinge loss of classes", loss: multiClassHinge() },
  { name: "binary cross-entropy of scores", loss: binaryCrossEntropyWithLogits({ positiveWeight: 3 }), network: yesOrNo },
  { name: "binary cross-entropy of probabilities", loss: binaryCrossEntropy(), network: { ...yesOrNo, activation: "sigmoid" } },
  { name: "binary focal loss", loss: binaryFocal(), network: yesOrNo },
  { name: "hinge loss", loss: hinge(), network: yesOrNo },
  { name: "mean squared error", loss: meanSquaredError(), network: values },
  { name: "mean absolute error", loss: meanAbsoluteError(), network: values },
];

describe("20 steps by graphs give the losses and weights of 20 operation by operation, with", () => {
  const rule = rules["SGD with momentum"] as Rule;
  for (const { name, loss, network = {} } of losses) {
    native(name, () => {
      const small = smallNetwork(network);
      expectSame(compareTraining({ network: small, optimizer: () => rule.make(), steps: alike(20, small, rule), loss }), rule);
    });
  }
});
