import { expect, test } from "vitest";
import { Problem } from "../../lib/base/problem.ts";
import { failure, probe } from "../../lib/device/probe.ts";

test("an engine that works is tried in another process and told of", async () => {
  expect(await probe("wasm")).toEqual({ name: "wasm", works: true, detail: "WebAssembly with SIMD on 1 core" });
});

test("a process that dies on the way is a report", async () => {
  const options = process.env["NODE_OPTIONS"];
  process.env["NODE_OPTIONS"] = "--import=data:text/javascript,process.kill(process.pid,'SIGSEGV')";
  try {
    expect(await probe("webgpu")).toMatchObject({ name: "webgpu", works: false, why: "crashes with SIGSEGV" });
  } finally {
    if (options === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = options;
  }
});

test("a problem's hint is the mend", () => {
  const problem = new Problem("x", "no GPU", { hint: "buy one" });
  expect(failure("cuda", problem)).toEqual({ name: "cuda", works: false, why: "no GPU", mend: "buy one" });
});
