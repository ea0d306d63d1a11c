import { expect, test } from "vitest";
import { classCounts } from "../../lib/plot/index.ts";

const classes = ["zebra", "elephant", "lion"];
const subtitle = (counts: readonly number[]) => classCounts({ classes, counts }).layout["title"] as { subtitle?: { text: string } };

test("a bar for each class, and a line that says how uneven they are", () => {
  const shown = classCounts({ classes, counts: [500, 1000, 125] });
  expect(shown.data).toMatchObject([{ type: "bar", x: classes, y: [500, 1000, 125] }]);
  expect(shown.layout["title"]).toEqual({
    text: "Pictures of each class",
    subtitle: { text: "1,625 in all; elephant has 8.0 times as many as lion" },
  });
});

test("sorted, the largest class comes first, also where names look like numbers", () => {
  expect(classCounts({ classes, counts: [5, 10, 1] }, { sorted: true }).data).toMatchObject([{ x: ["elephant", "zebra", "lion"] }]);
  expect(classCounts({ classes: ["0", "1", "2"], counts: [1, 3, 2] }, { sorted: true }).data).toMatchObject([
    { x: ["1", "2", "0"], y: [3, 2, 1] },
  ]);
});

test("a data set counts by itself; even classes, empty ones and none at all have their words", () => {
  const dataset = { classes, counts: () => [1, 1, 1] };
  expect(classCounts(dataset, { title: "All" }).toString()).toContain("All (pictures by class)");
  expect(subtitle([7, 7, 7]).subtitle?.text).toBe("21 in all, all classes equal");
  expect(subtitle([7, 0, 7]).subtitle?.text).toBe("14 in all; none of elephant");
  expect(classCounts({ classes: [], counts: [] }).toString()).toContain("no values");
});

test("says what is wrong where labels are hidden or counts are missing", () => {
  expect(() => classCounts({ classes, counts: () => undefined })).toThrow("its labels are hidden");
  expect(() => classCounts({ classes, counts: [1] })).toThrow("Expected 3 counts, one a class, but got 1");
});
