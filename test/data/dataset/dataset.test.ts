import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { concat } from "../../../lib/data/dataset/concat.ts";
import { map } from "../../../lib/data/dataset/map.ts";
import { subset } from "../../../lib/data/dataset/subset.ts";
import { ImageDataset } from "../../../lib/data/image-dataset.ts";
import { ImageFolder, imageFolder } from "../../../lib/data/image-folder/index.ts";
import { kinds, temporaryFolder } from "../temporary-folder.ts";
import { toys } from "../toys.ts";

const letters = (text: string) => ({ length: text.length, get: (index: number) => text[index] as string });
const late = (text: string) => ({ length: text.length, get: async (index: number) => text[index] as string });
const jpeg = readFileSync(join(kinds, "baseline-420.jpg"));

describe("a subset", () => {
  test("of pictures is of the same kind, of anything else a view in which elements may come twice", () => {
    expect(subset(toys(5), [3, 1])).toBeInstanceOf(ImageDataset);
    const view = subset(letters("abcde"), [4, 0, 4]);
    expect([0, 1, 2].map((index) => view.get(index))).toEqual(["e", "a", "e"]);
  });

  test("of places that are not there is refused when it is made", () => {
    expect(() => subset(letters("abc"), [0, 3])).toThrow("Expected an index between 0 and 2, for there are 3 elements, but got 3");
    expect(() => subset(letters("abc"), [0]).get(1)).toThrow("Expected an index between 0 and 0, for there are 1 element, but got 1");
  });
});

test("map changes elements when they are asked for, those that come later, too", async () => {
  const big = map(letters("abc"), (letter, index) => `${index}${letter.toUpperCase()}`);
  expect([big.length, big.get(1)]).toEqual([3, "1B"]);
  expect(await map(late("abc"), (letter) => letter.toUpperCase()).get(2)).toBe("C");
  const shapes = map(toys(2), ({ image }) => image.shape);
  expect(shapes.get(0)).toEqual([2, 3, 1]);
});

describe("data sets one after the other", () => {
  test("of any elements are a view", async () => {
    const joined = concat(letters("ab"), letters(""), letters("cde"));
    expect(Array.from({ length: joined.length }, (_, index) => joined.get(index)).join("")).toBe("abcde");
    expect(() => joined.get(5)).toThrow("Expected an index between 0 and 4");
    expect(await concat(late("ab"), late("c")).get(2)).toBe("c");
  });

  test("of pictures in memory keep ids, labels and groups", () => {
    const one = toys(3, { groups: ["x", "x", "y"] });
    const two = toys(2, { split: "test", ids: ["p", "q"], groups: ["z", "z"], labels: Int32Array.of(2, 2) });
    const joined = concat(one, two);
    expect([joined.id, joined.split, joined.ids.join(), joined.groups?.join()]).toEqual([
      "toys",
      "train+test",
      "toy-0,toy-1,toy-2,p,q",
      "x,x,y,z,z",
    ]);
    expect(Array.from(joined.labels ?? [])).toEqual([0, 1, 2, 2, 2]);
    expect(joined.get(4).image.pixels).toEqual(two.get(1).image.pixels);
  });

  test("of folders become one with the paths from the folder around them", async () => {
    const root = await temporaryFolder({
      "train/a/1.jpg": jpeg,
      "train/b/2.jpg": jpeg,
      "validation/a/1.jpg": jpeg,
      "validation/b/x.txt": "",
      "validation/b/3.jpg": jpeg,
    });
    const parts = [await imageFolder(join(root, "train")), await imageFolder(join(root, "validation"))] as const;
    const joined = concat(...parts);
    expect(joined).toBeInstanceOf(ImageFolder);
    expect(joined.ids).toEqual(["train/a/1.jpg", "train/b/2.jpg", "validation/a/1.jpg", "validation/b/3.jpg"]);
    expect(joined.paths).toEqual([...parts[0].paths, ...parts[1].paths]);
    expect([joined.folder, joined.counts()]).toEqual([root, [2, 2]]);
    expect(joined.leftOut.map(({ path }) => path)).toEqual(["validation/b/x.txt"]);
    expect((await joined.get(3)).label).toBe(1);
    expect(concat(parts[0].subset([0]), parts[0].subset([1])).ids).toEqual(parts[0].ids);
  });

  test("that don't fit together are refused", async () => {
    expect(() => concat()).toThrow("Expected at least one data set but got none");
    expect(() => concat(toys(2), toys(3))).toThrow('Expected each picture once but got "toy-0" more than once');
    expect(() => concat(toys(2), toys(2, { ids: ["p", "q"], classes: ["ant", "bee", "dog"] }))).toThrow(
      "Expected the same classes in the same order to join but toys (train) has ant, bee, cat and toys (train) has ant, bee, dog",
    );
    expect(() => concat(toys(2), toys(2, { ids: ["p", "q"], height: 3, width: 2 }))).toThrow(
      "Expected pictures of one size to join but got [2, 3, 1] in toys (train) and [3, 2, 1]",
    );
    expect(() => concat(toys(2), toys(2, { ids: ["p", "q"], labels: undefined }))).toThrow(
      "Expected labels in all data sets to join, or in none",
    );
    const folder = await imageFolder(await temporaryFolder({ "a/1.jpg": jpeg }));
    expect(() => concat<unknown>(toys(2), folder)).toThrow("Pictures in files go into memory by folder.toMemory({ size }).");
  });
});
