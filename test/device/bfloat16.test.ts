import { afterEach, expect, test, vi } from "vitest";
import { hasBfloat16 } from "../../lib/device/bfloat16.ts";

afterEach(() => vi.unstubAllEnvs());

test("bfloat16 is found by the processor's flags, and counts only with oneDNN", () => {
  const withIt = "processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16 amx_tile\n";
  expect(hasBfloat16(withIt)).toBe(true);
  expect(hasBfloat16("Features\t: fp asimd bf16 i8mm\n")).toBe(true);
  expect(hasBfloat16("model name\t: bf16\nflags\t\t: fpu avx512f avx2\n")).toBe(false);
  expect(hasBfloat16("")).toBe(false);
  vi.stubEnv("TF_ENABLE_ONEDNN_OPTS", "0");
  expect(hasBfloat16(withIt)).toBe(false);
});
