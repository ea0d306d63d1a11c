import { expect } from "vitest";
import { fashionMnist } from "../../../lib/leaderboard/competitions/fashion-mnist.ts";
import { testWith } from "../../support/parts.ts";

testWith("datasets")("has the labels of the 10,000 test pictures, which are called by their numbers", async () => {
  const { ids, labels } = await fashionMnist.testSet("unused");
  expect([ids.length, ids[0], ids[9999]]).toEqual([fashionMnist.pictures, "0", "9999"]);
  // The first labels of the published file: ankle boot, pullover, trouser, trouser.
  expect(Array.from(labels).slice(0, 4)).toEqual([9, 2, 1, 1]);
});
