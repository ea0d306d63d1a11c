import { expect, test } from "vitest";
import { withGraphFunctions } from "../../../lib/device/native/patch.ts";
import { bindingSources, packageSources } from "../../../lib/device/native/sources.ts";

test("the binding's sources get functions of graphs, and keep all that they had", async () => {
  const [stock, ours] = await Promise.all([packageSources(), bindingSources()]);
  expect([...ours.keys()].sort()).toEqual([...stock.keys(), "graph_functions.h"].sort());
  expect(ours.get("tfjs_binding.cc")).toContain("graph_functions::Define(env, exports);");
  expect(ours.get("tfjs_backend.h")).toContain("TFE_Context *context() const");
  for (const [name, text] of stock) {
    const lines = new Set(ours.get(name)?.split("\n"));
    expect(text.split("\n").filter((line) => !lines.has(line))).toEqual([]);
  }
});

test("sources of another version are refused with what was looked for", () => {
  const sources = new Map([
    ["tfjs_backend.h", "class TFJSBackend {};"],
    ["tfjs_binding.cc", ""],
  ]);
  expect(() => withGraphFunctions(sources, "")).toThrow(/Expected tfjs_backend\.h of tfjs-node-gpu to have one line "private:/);
});
