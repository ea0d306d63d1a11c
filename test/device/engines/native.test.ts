import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { inChild } from "../support/in-child.ts";

const native = JSON.stringify(new URL("../../../lib/device/engines/native.ts", import.meta.url).href);

testWith("tensorflow")("what is set in the environment for TensorFlow's start is put back for later processes", () => {
  const { stdout } = inChild(
    `const names = ["TF_CPP_MIN_LOG_LEVEL", "TF_FORCE_GPU_ALLOW_GROWTH", "CUDA_VISIBLE_DEVICES"];
     const values = () => names.map((name) => process.env[name]);
     const before = values();
     const { loadTensorFlow } = await import(${native});
     const { version } = loadTensorFlow({ gpu: false });
     console.log(JSON.stringify({ version, before, after: values() }));`,
    { CUDA_VISIBLE_DEVICES: "3" },
  );
  const { version, before, after } = JSON.parse(stdout) as { version: string; before: unknown; after: unknown };
  expect(version).toMatch(/^2\./);
  expect(before).toEqual([null, null, "3"]);
  expect(after).toEqual(before);
});

testWith("tensorflow")("the functions of node:util that Node 23 removed and TensorFlow.js calls are back", () => {
  const { stdout } = inChild(
    `const { loadTensorFlow } = await import(${native});
     loadTensorFlow({ gpu: false });
     const util = (await import("node:util")).default;
     console.log(util.isArray([]), util.isNullOrUndefined(null), util.isNullOrUndefined(0), util.isUndefined(undefined));`,
  );
  expect(stdout).toBe("true true false true\n");
});
