import { expect, test } from "vitest";
import { DeviceReport } from "../../lib/device/index.ts";
import { displaySymbol } from "../../lib/plot/mime.ts";

const report = new DeviceReport("wasm", "WebAssembly with SIMD on 1 core", [
  { name: "cuda", works: false, why: "no NVIDIA driver found", mend: "Install it" },
  { name: "tensorflow", works: false, why: "library <not> found", mend: "npm run setup" },
]);

test("reads as one line: what computes, and why nothing faster", () => {
  expect(String(report)).toBe("WebAssembly with SIMD on 1 core (cuda: no NVIDIA driver found; tensorflow: library <not> found)");
  expect(String(new DeviceReport("wasm", "WebAssembly"))).toBe("WebAssembly");
});

test("shows itself in a notebook, with each mend, as safe HTML", () => {
  const bundle = report[displaySymbol]();
  expect(bundle["text/plain"]).toBe(String(report));
  expect(bundle["text/html"]).toContain("npm run setup");
  expect(bundle["text/html"]).toContain("library &#60;not&#62; found");
});
