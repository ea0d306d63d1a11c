import { beforeAll, describe } from "vitest";
import { testWith } from "../../support/parts.ts";
import { alike, calm, compareTraining, expectSame, networks, rules, startTensorFlow } from "./support.ts";

const native = testWith("tensorflow");
beforeAll(startTensorFlow);

describe.each(Object.entries(networks))("50 steps by graphs give the losses and weights of 50 operation by operation: %s", (_, network) => {
  for (const [name, rule] of Object.entries(rules)) {
    native(
      `by ${name}`,
      () => {
        expectSame(compareTraining({ network, optimizer: () => rule.make(calm), steps: alike(50, network, rule) }), rule);
      },
      300_000,
    );
  }
});
