import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { datasets } from "../../../lib/data/datasets.ts";
import { readTable } from "../../../lib/data/table/index.ts";
import { testWith } from "../../support/parts.ts";
import { zip } from "../catalog/archive/archives.ts";
import { mirrorWith } from "./mirror.ts";

const archive = "snapshot-serengeti/SnapshotSerengeti_S1-11_v2_1.csv.zip";

test("the tables are unpacked and found by what they hold", async () => {
  await mirrorWith({
    [archive]: zip(
      { path: "SnapshotSerengeti_v2_1_annotations.csv", content: ",capture_id\n1,SER_S1#B04#1#1\n" },
      { path: "SnapshotSerengeti_v2_1_images.csv", content: ",capture_id,image_path_rel\n1,SER_S1#B04#1#1,S1/B04/a.JPG\n" },
    ),
  });
  const { annotations, images } = await datasets.snapshotSerengeti();
  expect(basename(annotations)).toBe("SnapshotSerengeti_v2_1_annotations.csv");
  expect(await readFile(images, "utf8")).toContain("S1/B04/a.JPG");
});

test("an archive without them is named, with what is in it", async () => {
  await mirrorWith({ [archive]: zip({ path: "annotations.csv", content: "a" }) });
  await expect(datasets.snapshotSerengeti()).rejects.toMatchObject({
    code: "wrong-content",
    message: expect.stringMatching(/Expected a table of images .* but got annotations\.csv/),
  });
});

test("a picture that the mirror has is used where it lies", async () => {
  const mirror = await mirrorWith({ "snapshot-serengeti/pictures/S1/B04/a.JPG": "a picture" });
  expect(await datasets.serengetiPicture("S1/B04/a.JPG")).toBe(`${mirror}/snapshot-serengeti/pictures/S1/B04/a.JPG`);
});

testWith("datasets")("the sample of an older version has 200 lines", async () => {
  const table = await readTable(await datasets.serengetiSample());
  expect(table.shape.height).toBeGreaterThanOrEqual(199);
  expect(table.columns).toContain("CaptureEventID");
});
