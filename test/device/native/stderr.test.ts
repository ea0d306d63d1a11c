import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/paths.ts";
import { withoutGreeting } from "../../../lib/device/native/stderr.ts";
import { testWith } from "../../support/parts.ts";

test("TensorFlow's greeting goes, its errors and everything else stay", () => {
  const log = [
    "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR",
    "I0000 00:00:1795227754.473043   11437 port.cc:153] oneDNN custom operations are on.",
    "2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized",
    "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.",
    "E0000 00:00:1795227754.473043   11437 cuda_driver.cc:1] failed call to cuInit: UNKNOWN ERROR",
    "dyld: a library is missing",
    "",
  ];
  expect(withoutGreeting(log.join("\n"))).toBe(`${log[4]}\n${log[5]}\n`);
});

testWith("tensorflow")("what other code writes meanwhile comes after, and later lines come at once", () => {
  const file = pathToFileURL(join(projectRoot, "lib/device/native/stderr.ts")).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      "--input-type=module",
      "-e",
      `import { withQuietStderr } from ${JSON.stringify(file)}; import { writeSync } from "node:fs";
       const value = withQuietStderr(() => { writeSync(2, "I0000 greeting\\nreal trouble\\n"); return 7; });
       try { withQuietStderr(() => { writeSync(2, "before the throw\\n"); throw new Error("thrown"); }); } catch (error) { console.log(value, error.message); }
       writeSync(2, "later\\n");`,
    ],
    { encoding: "utf8" },
  );
  expect(stdout).toBe("7 thrown\n");
  expect(stderr).toBe("real trouble\nbefore the throw\nlater\n");
});
