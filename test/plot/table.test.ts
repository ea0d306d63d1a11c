import { expect, test } from "vitest";
import { displaySymbol, table } from "../../lib/plot/index.ts";

const counts = table(
  ["class", "pictures", "share"],
  [
    ["zebra", 1250, 0.5],
    ["<lion>", 90, null],
  ],
);

test("in words, columns are aligned, numbers to the right", () => {
  expect(counts.toString().split("\n")).toEqual([
    "class   pictures   share",
    "──────  ────────  ──────",
    "zebra      1,250  0.5000",
    "<lion>        90",
  ]);
});

test("as HTML, every cell is there and no name becomes a tag", () => {
  const html = String(counts[displaySymbol]()["text/html"]);
  expect(html.match(/<t[hd] /g)).toHaveLength(9);
  expect(html).toContain("&#60;lion&#62;");
  expect(html).not.toContain("<lion>");
});

test("numbers that were written as text stand to the right too", () => {
  expect(table(["loss"], [["0.5123"], ["12.0000"]]).toString()).toBe("   loss\n───────\n 0.5123\n12.0000");
});

test("a table without rows shows its columns", () => {
  expect(table(["a", "bc"], []).toString()).toBe("a  bc\n─  ──");
});

test("says which row has too few cells", () => {
  expect(() => table(["a", "b"], [[1, 2], [3]])).toThrow("Expected 2 cells in each row, one a column, but got an array of 1 in row 1");
});
