import { beforeAll, describe } from "vitest";
import { testWith } from "../../support/parts.ts";
import { alike, compareTraining, expectSame, networks, type Rule, rules, smallNetwork, startTensorFlow } from "./support.ts";

const native = testWith("tensorflow");
beforeAll(startTensorFlow);

describe("50 steps of a small network by graphs give the losses and weights of 50 steps operation by operation, by", () => {
  for (const [name, rule] of Object.entries(rules)) {
    native(name, () => {
      const small = smallNetwork();
      const comparison = compareTraining({ network: small, optimizer: () => rule.make(), steps: alike(50, small, rule) });
      expectSame(comparison, rule);
    });
  }
});

describe("three steps by graphs give the losses and weights of three operation by operation, for", () => {
  const rule = rules["SGD with momentum"] as Rule;
  for (const [name, network] of Object.entries(networks)) {
    native(name, () => {
      expectSame(compareTraining({ network, optimizer: () => rule.make(), steps: alike(3, network, rule) }), rule);
    });
  }
});
