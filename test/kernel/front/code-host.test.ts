import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CodeHost } from "../../../lib/kernel/front/code-host.ts";
import type { ExecuteCommand } from "../../../lib/kernel/link/messages.ts";

const command: ExecuteCommand = {
  type: "execute",
  id: 1,
  number: 1,
  code: {
    source: "1",
    output: "1",
    maps: ["", ""],
    lastExpression: undefined,
    modules: [],
    specifiers: [],
  },
  options: { drawsPlotly: false, asksInput: false },
};

test("a process that can't be started is tried once a cell, and each cell is told why", async () => {
  let restarts = 0;
  const host = new CodeHost(join(tmpdir(), "no such folder"), {
    output: () => undefined,
    wrote: () => undefined,
    restarted: () => void restarts++,
  });
  for (const id of [1, 2]) {
    const { failure } = await host.execute({ ...command, id });
    expect(failure?.ename).toBe("ProcessCrash");
    expect(failure?.evalue).toContain("could not be started");
  }
  expect(restarts).toBe(2);
  await host.close();
});
