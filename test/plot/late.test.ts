import { setImmediate } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { late, show, table } from "../../lib/plot/index.ts";

test("what is late can be awaited, and is shown in its place when it is there", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    const numbers = late(setImmediate(table(["a"], [[1]])));
    await show("before", numbers, "after");
    expect(write.mock.calls.map(([text]) => text)).toEqual(["before\n", "a\n─\n1\n", "after\n"]);
    expect((await numbers).rows).toEqual([[1]]);
  } finally {
    write.mockRestore();
  }
});

test("what fails is told to who shows or awaits it, though long after", async () => {
  const failed = late(Promise.reject(new Error("no picture")));
  await setImmediate();
  await setImmediate();
  await expect(failed).rejects.toThrow("no picture");
  await expect(show(failed)).rejects.toThrow("no picture");
});
