import { expect, test } from "vitest";
import { datasets } from "../../../lib/data/datasets.ts";
import { testWith } from "../../support/parts.ts";
import { mirrorWith } from "./mirror.ts";

testWith("datasets")("the IMDB sample: 1,000 reviews, 200 of them to validate", async () => {
  const { rows } = await datasets.imdbSample();
  expect(rows.length).toBe(1000);
  expect(rows.filter(({ isValid }) => isValid).length).toBe(200);
  expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(["negative", "positive"]));
  expect(rows[0]?.text).toMatch(/^Un-bleeping-believable! .* Wooofff!$/);
  expect(rows.every(({ text }) => text.length > 10)).toBe(true);
});

testWith("datasets")("tiny Shakespeare is one string", async () => {
  const text = await datasets.tinyShakespeare();
  expect(text.length).toBe(1_115_394);
  expect(text.split("\n").length).toBe(40_001); // 40,000 lines and what follows the last
  expect(text).toMatch(/^First Citizen:\nBefore we proceed any further, hear me speak\./);
});

testWith("datasets")("mini newsgroups: 1,995 posts of 20 groups", async () => {
  const { groups, posts } = await datasets.miniNewsgroups();
  expect([groups.length, posts.length]).toEqual([20, 1995]);
  expect(groups).toContain("sci.space");
  expect(posts.every(({ group, text }) => groups.includes(group) && typeof text === "string")).toBe(true);
});

test("IMDB: a review a file, its rating in the file's name, in the order of their numbers", async () => {
  await mirrorWith({
    "imdb/aclImdb/train/neg/0_3.txt": "A waste of time.",
    "imdb/aclImdb/train/pos/10_9.txt": "Seen it twice.",
    "imdb/aclImdb/train/pos/2_10.txt": "A masterpiece. Ça va sans dire.",
    "imdb/aclImdb/train/unsup/0_0.txt": "not labelled",
    "imdb/aclImdb/test/neg/0_2.txt": "No.",
    "imdb/aclImdb/test/pos/0_8.txt": "Yes.",
  });
  const { train, test } = await datasets.imdb();
  expect(train).toEqual([
    { id: "0", label: "negative", rating: 3, text: "A waste of time." },
    { id: "2", label: "positive", rating: 10, text: "A masterpiece. Ça va sans dire." },
    { id: "10", label: "positive", rating: 9, text: "Seen it twice." },
  ]);
  expect(test.length).toBe(2);
});

test("IMDB without one of its folders says which is missing", async () => {
  await mirrorWith({ "imdb/aclImdb/train/neg/0_3.txt": "A waste of time." });
  await expect(datasets.imdb()).rejects.toMatchObject({ code: "wrong-content", message: expect.stringContaining("the folder pos") });
});
