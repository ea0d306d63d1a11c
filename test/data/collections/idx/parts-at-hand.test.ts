import { expect, test } from "vitest";
import { Problem } from "../../../../lib/base/index.ts";
import { partsAtHand } from "../../../../lib/data/collections/idx/parts-at-hand.ts";
import { ImageDataset } from "../../../../lib/data/image-dataset.ts";

const part = (split: string): ImageDataset =>
  new ImageDataset({ id: "toys", split, classes: ["a"], ids: ["0"], height: 1, width: 1, channels: 1, pixels: new Uint8Array(1) });
const lost = (code = "no-network"): Problem => new Problem(code, "No road leads there.", { hint: "Build one." });

test("both parts are given where both can be had", async () => {
  const { train, test: held } = await partsAtHand("Toys", async (split) => part(split));
  expect([train.split, held.split]).toEqual(["train", "test"]);
});

test("who uses a part that can't be had learns why; who uses or shows the other does not meet it", async () => {
  const parts = await partsAtHand("Toys", async (split) => {
    if (split === "train") throw lost();
    return part(split);
  });
  expect(Object.keys(parts)).toEqual(["test"]);
  expect(parts.test.split).toBe("test");
  expect(() => parts.train).toThrow("The train part of Toys could not be had; only the test part is here. No road leads there.");
});

test("the Problem comes through where neither can be had, and so does a Stop", async () => {
  await expect(
    partsAtHand("Toys", async () => {
      throw lost();
    }),
  ).rejects.toMatchObject({ code: "no-network", message: "No road leads there." });
  await expect(
    partsAtHand("Toys", async (split) => {
      if (split === "test") throw lost("stopped");
      return part(split);
    }),
  ).rejects.toMatchObject({ code: "stopped" });
});
