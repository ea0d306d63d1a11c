import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { userLine } from "../../lib/base/index.ts";

test("names the file and line that a user wrote, not the library's nor Node's own", () => {
  expect(userLine()).toMatch(/test[/\\]base[/\\]user-line\.test\.ts:\d+$/);
  expect([1].map(() => userLine())[0]).toMatch(/user-line\.test\.ts:\d+$/);
});

test("a notebook's cell is named as it is", () => {
  const cell = runInThisContext("\n(ask) => ask()", { filename: "In[3]" }) as (ask: () => unknown) => string;
  expect(cell(userLine)).toBe("In[3]:2");
});
