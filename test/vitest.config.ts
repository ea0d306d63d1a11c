import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const root = resolve(import.meta.dirname, "..");
const full = process.env["DESCENT_BUDGET"] !== "quick";

export default defineConfig({
  root,
  test: {
    reporters: ["default", resolve(import.meta.dirname, "support/closing-line.ts")],
    include: full ? ["test/**/*.test.ts"] : ["test/**/!(*.full).test.ts"],
    // TensorFlow's binding and zeromq are native add-ons that may be loaded once a process, not once a thread.
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
