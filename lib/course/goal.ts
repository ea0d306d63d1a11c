import { budget } from "../base/paths.ts";
import { formatNumber } from "../plot/index.ts";
import { looks, say } from "./message.ts";

/**
 * Compares a result of the notebook with what it should reach and shows the outcome.
 *
 * With `DESCENT_BUDGET=quick` networks train on a part of the pictures, so results are shown and not compared.
 *
 * @throws Error when the result is lower
 * @example
 * goal("accuracy on the test pictures", accuracy, { atLeast: 0.9 });
 */
export function goal(name: string, result: number, { atLeast }: { readonly atLeast: number }): void {
  const found = `${name}: ${formatNumber(result)}, at least ${formatNumber(atLeast)} wanted.`;
  if (result >= atLeast) say({ look: looks.right, title: "Reached.", text: found });
  else if (budget() === "quick")
    say({ look: looks.open, title: "Not compared:", text: `${found} The quick budget trains too little for that.` });
  else {
    throw new Error(
      `Not reached: ${found}\nRun the training cell once more: the network goes on from what it has learnt. Was it stopped, or is the learning rate another one?`,
    );
  }
}
