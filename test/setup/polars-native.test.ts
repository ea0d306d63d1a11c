import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { bringPolars, polarsInPlace } from "../../lib/setup/polars-native.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** node_modules as `npm ci` leaves it on a platform whose package a registry lacks, and that package as a folder that npm can install. */
async function withoutNativePart(): Promise<{ polars: string; platform: string; source: string }> {
  const folder = await mkdtemp(join(tmpdir(), "descent-polars-test-"));
  folders.push(folder);
  const platform = "plan9-mips";
  const polars = join(folder, "node_modules", "nodejs-polars");
  const source = join(folder, "package");
  await mkdir(join(polars, "bin"), { recursive: true });
  await writeFile(join(polars, "package.json"), JSON.stringify({ name: "nodejs-polars", version: "1.2.3" }));
  await mkdir(source);
  await writeFile(join(source, "package.json"), JSON.stringify({ name: `nodejs-polars-${platform}`, version: "1.2.3", os: ["plan9"] }));
  await writeFile(join(source, `nodejs-polars.${platform}.node`), "native code");
  return { polars, platform, source };
}

test("the native part of this machine's polars is in place", async () => {
  expect(await polarsInPlace()).toBe(true);
});

test("a missing native part is brought to where nodejs-polars looks first", async () => {
  const places = await withoutNativePart();
  expect(await polarsInPlace(places)).toBe(false);
  await bringPolars(places);
  expect(await polarsInPlace(places)).toBe(true);
  expect(await readFile(join(places.polars, "bin", "nodejs-polars.plan9-mips.node"), "utf8")).toBe("native code");
});

test("a stand-in of another platform does not count", async () => {
  const places = await withoutNativePart();
  const standIn = join(places.polars, "..", "nodejs-polars-plan9-mips");
  await mkdir(standIn);
  await writeFile(join(standIn, "package.json"), JSON.stringify({ name: "nodejs-polars-darwin-x64" }));
  expect(await polarsInPlace(places)).toBe(false);
});

test("where npm can't bring it, the problem says so and nothing is left behind", async () => {
  const places = await withoutNativePart();
  await expect(bringPolars({ ...places, source: join(places.source, "nothing-here") })).rejects.toMatchObject({ code: "polars-install" });
  expect(await polarsInPlace(places)).toBe(false);
});
