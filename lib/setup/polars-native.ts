import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { writeAtomically } from "../base/files.ts";
import { runProgram } from "./commands.ts";
import type { Step } from "./report.ts";

const require = createRequire(import.meta.url);

/** What nodejs-polars calls this platform, such as `darwin-arm64` or `linux-x64-gnu`. */
function platformName(): string {
  const { platform, arch } = process;
  if (platform === "win32") return `${platform}-${arch}-msvc`;
  if (platform !== "linux") return `${platform}-${arch}`;
  const { header } = process.report.getReport() as unknown as { readonly header: { readonly glibcVersionRuntime?: string } };
  return `${platform}-${arch}-${header.glibcVersionRuntime ? "gnu" : "musl"}`;
}

interface Places {
  /** The folder of nodejs-polars. */
  readonly polars?: string;
  readonly platform?: string;
  /** What npm installs: the platform's package at nodejs-polars' version unless told. */
  readonly source?: string;
}

/** Where nodejs-polars looks first for its native part. */
const localPart = (polars: string, platform: string): string => join(polars, "bin", `nodejs-polars.${platform}.node`);

const polarsFolder = (): string => dirname(require.resolve("nodejs-polars/package.json"));

/** Whether the native part of nodejs-polars for this platform is there. */
export async function polarsInPlace({ polars = polarsFolder(), platform = platformName() }: Places = {}): Promise<boolean> {
  if (existsSync(localPart(polars, platform))) return true;
  const name = `nodejs-polars-${platform}`;
  const manifest = await readFile(join(polars, "..", name, "package.json"), "utf8").catch(() => "{}");
  // A stand-in has another name: see `overrides` in package.json.
  return (JSON.parse(manifest) as { readonly name?: string }).name === name;
}

/**
 * Brings the native part of nodejs-polars where `npm ci` could not: some registries lack the packages of some platforms, and the lock
 * file must not name what is missing from one of them.
 *
 * @throws Problem `polars-install` where npm fails
 */
export async function bringPolars({ polars = polarsFolder(), platform = platformName(), source }: Places = {}): Promise<void> {
  const name = `nodejs-polars-${platform}`;
  const { version } = JSON.parse(await readFile(join(polars, "package.json"), "utf8")) as { readonly version: string };
  const folder = await mkdtemp(join(tmpdir(), "descent-polars-"));
  try {
    // npm gives the path of its own script to what it runs; `--force` because a package that names another system would be refused.
    const npm = process.env["npm_execpath"];
    const [program, ...first] = npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
    const words = ["install", "--prefix", folder, "--no-save", "--no-package-lock", "--ignore-scripts", "--force"];
    await runProgram(program ?? "npm", [...first, ...words, source ?? `${name}@${version}`], "polars-install");
    await writeAtomically(
      localPart(polars, platform),
      await readFile(join(folder, "node_modules", name, `nodejs-polars.${platform}.node`)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tables: most platforms have them from npm already. */
export const polarsStep: Step = {
  id: "polars",
  title: "Tables (polars)",
  takes: "a few seconds",
  done: polarsInPlace,
  run: async () => {
    await bringPolars();
    return undefined;
  },
};
