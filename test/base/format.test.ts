import { expect, test } from "vitest";
import { escapeHtml, formatBytes, formatCount, formatSeconds, plural } from "../../lib/base/format.ts";

test("bytes are said in the unit a person would choose", () => {
  expect([0, 999, 26_421_880, 2_000_000_000].map(formatBytes)).toEqual(["0 B", "999 B", "26.4 MB", "2.0 GB"]);
});

test("seconds become minutes and hours", () => {
  expect([0.31, 59.94, 125, 3780].map(formatSeconds)).toEqual(["0.3 s", "59.9 s", "2 min 5 s", "1 h 3 min"]);
});

test("counts have a comma at each thousand, and nouns their plural", () => {
  expect(formatCount(60_000)).toBe("60,000");
  expect([plural(1, "picture"), plural(0, "class", "classes"), plural(1200, "picture")]).toEqual([
    "1 picture",
    "0 classes",
    "1,200 pictures",
  ]);
});

test("a name can't become markup", () => {
  const escaped = escapeHtml(`<img src="x" onerror='alert(1)'>&`);
  expect(escaped).not.toMatch(/[<>"']/);
  expect(escaped).toBe("&#60;img src=&#34;x&#34; onerror=&#39;alert(1)&#39;&#62;&#38;");
});
