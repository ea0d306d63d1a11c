import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { projectRoot } from "../../../../lib/base/index.ts";
import { decodeImage } from "../../../../lib/data/image/decode.ts";
import { type CameraTrapsFolder, savannaCameraTraps } from "../../../../lib/data/savanna/index.ts";
import { displaySymbol } from "../../../../lib/plot/index.ts";
import { emptyHome, temporaryFolder } from "../../catalog/home.ts";

const small = { perClass: 6 };

/** A hash for each file of a folder. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const hashes = names.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    return [
      path.slice(folder.length + 1),
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    ] as const;
  });
  return Object.fromEntries((await Promise.all(hashes)).sort());
}

async function listedIn({ images }: CameraTrapsFolder): Promise<string[]> {
  const [, ...lines] = (await readFile(images, "utf8")).trim().split("\n");
  return lines.map((line) => line.split(",")[3] ?? "");
}

test("the same seed gives the same bytes, in another process, too; another seed gives others", async () => {
  await emptyHome();
  const first = await contentOf((await savannaCameraTraps(small)).folder);
  const home = await temporaryFolder();
  const script = `
    const { savannaCameraTraps } = await import(${JSON.stringify(pathToFileURL(join(projectRoot, "lib/data/savanna/index.ts")).href)});
    console.log((await savannaCameraTraps(${JSON.stringify(small)})).folder);`;
  const { stdout } = spawnSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script], {
    encoding: "utf8",
    env: { ...process.env, DESCENT_HOME: home },
  });
  expect(await contentOf(stdout.trim())).toEqual(first);
  const other = await contentOf((await savannaCameraTraps({ ...small, seed: 2 })).folder);
  expect(other["annotations.csv"]).not.toBe(first["annotations.csv"]);
});

test("each picture of images.csv is a JPEG of 128 × 96 pixels, but for some of each kind of damage", async () => {
  await emptyHome();
  const project = await savannaCameraTraps(small);
  const paths = await listedIn(project);
  const states = await Promise.all(
    paths.map(async (path) => {
      expect(path).toMatch(/^(S\d)\/([B-U]\d\d)\/\2_R\d\/\1_\2_R\d_PICT\d{4}\.JPG$/);
      const content = await readFile(join(project.folder, path)).catch(() => undefined);
      if (!content) return "missing";
      if (content.length === 0) return "empty";
      const facts = await sharp(content)
        .metadata()
        .catch(() => undefined);
      if (!facts) return "text";
      expect([facts.width, facts.height]).toEqual([128, 96]);
      if (facts.format !== "jpeg") return facts.format;
      try {
        await decodeImage(content, { name: path });
        return "whole";
      } catch {
        return "cut off";
      }
    }),
  );
  const count = (state: string): number => states.filter((other) => other === state).length;
  expect(["cut off", "empty", "text", "png", "missing"].map(count)).toEqual([1, 1, 1, 1, 1]);
  expect(count("whole")).toBe(paths.length - 5);
  const shown = project[displaySymbol]()["text/plain"];
  expect(shown).toMatch(/^Savanna camera traps: \d+ captures at 6 sites, \d+ pictures handed out, annotations.csv and images.csv in /);
  expect(shown).toContain(`${paths.length} pictures`);
});

test("is drawn once; what was deleted since is drawn again, just as it was", async () => {
  await emptyHome();
  const project = await savannaCameraTraps(small);
  const whole = await contentOf(project.folder);
  const [picture = ""] = Object.keys(whole).filter((path) => path.endsWith(".JPG"));
  const before = await stat(join(project.folder, picture));
  await savannaCameraTraps(small);
  expect((await stat(join(project.folder, picture))).mtimeMs).toBe(before.mtimeMs);
  await rm(join(project.folder, picture));
  await rm(project.images);
  await savannaCameraTraps(small);
  expect(await contentOf(project.folder)).toEqual(whole);
});

test("drawing stops with the running cell, leaves no folder that looks whole, and goes on where it ended", async () => {
  const home = await emptyHome();
  const stop = new AbortController();
  const key = Symbol.for("descent.cell");
  Reflect.set(globalThis, key, { signal: stop.signal });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, key));
  const drawing = savannaCameraTraps(small);
  const drawn = join(home, "cache", "savanna");
  const pictures = async (): Promise<string[]> =>
    (await readdir(drawn, { recursive: true }).catch(() => [])).filter((name) => name.endsWith(".JPG"));
  const watch = setInterval(async () => {
    if ((await pictures()).length > 3) stop.abort(new Error("stopped by the learner"));
  }, 5);
  onTestFinished(() => clearInterval(watch));
  await expect(drawing).rejects.toThrow("stopped by the learner");
  const folders = await readdir(drawn);
  expect(folders).toEqual([expect.stringMatching(/\.part$/)]);

  Reflect.deleteProperty(globalThis, key);
  // A picture that is there already stays: this one is marked to see it.
  const [kept = ""] = await pictures();
  await writeFile(join(drawn, kept), "kept");
  // What a process leaves that is killed in the middle of writing.
  await writeFile(join(drawn, `${kept}.1234.part`), "half");
  const { folder } = await savannaCameraTraps(small);
  expect(await readFile(join(folder, kept.split(/[\\/]/).slice(1).join("/")), "utf8")).toBe("kept");
  expect((await readdir(drawn, { recursive: true })).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("two at once give one whole folder", async () => {
  const home = await emptyHome();
  const [one, other] = await Promise.all([savannaCameraTraps(small), savannaCameraTraps(small)]);
  expect(one.folder).toBe(other.folder);
  expect((await readdir(join(home, "cache", "savanna"))).length).toBe(1);
  const missing = (await Promise.all((await listedIn(one)).map((path) => stat(join(one.folder, path)).catch(() => path)))).filter(
    (found) => typeof found === "string",
  );
  expect(missing.length).toBe(1);
});

test("says where it could not write", async () => {
  const home = await emptyHome();
  await writeFile(join(home, "cache"), "a file where a folder should be");
  await expect(savannaCameraTraps(small)).rejects.toThrow(/The camera-trap pictures can't be written to .*: E/);
  await expect(savannaCameraTraps({ perClass: 0 })).rejects.toThrow("Expected perClass to be a positive integer but got 0");
});
