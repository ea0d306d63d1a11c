import { execFile } from "node:child_process";
import { rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { projectRoot } from "../../../base/paths.ts";

const checker = join(projectRoot, "lib/kernel/checker");

/** The compiler that tslab asks for. */
const fork = "@tslab/typescript-for-tslab";

/**
 * Makes the snapshot of a checker's process: its memory once it has loaded TypeScript and read all types, from which Node starts it in a third
 * of a second.
 *
 * @param path of the snapshot
 * @param types the folder in which rolled-up types are now, and the one in which they will be when the snapshot is started
 * @throws Error where Node can't make one
 */
export async function buildSnapshot(path: string, types: { readonly now: string; readonly then: string }): Promise<void> {
  const program = `${path}.js`;
  await writeFile(program, await bundled({ entryPoints: [join(checker, "snapshot/entry.ts")], plugins: [loaders(await tslabAsOne())] }));
  const compiler = createRequire(import.meta.url).resolve("typescript-6");
  const half = `${path}.half`;
  const words = ["--no-warnings", "--snapshot-blob", half, "--build-snapshot", program, compiler, types.now, types.then];
  await promisify(execFile)(process.execPath, words, { cwd: projectRoot });
  await rename(half, path);
  await rm(program); // the snapshot holds it
}

/** One file of code: a snapshot can load no other. */
async function bundled(options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build({
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
    logLevel: "silent",
    define: { "import.meta.dirname": JSON.stringify(join(projectRoot, "lib/base")) }, // of paths.ts, the only one in it to ask
    ...options,
  });
  return outputFiles.map(({ text }) => text).join("");
}

/** tslab's own modules that read cells, which look for their compiler when they are loaded. */
function tslabAsOne(): Promise<string> {
  const contents = 'exports.converter = require("tslab/dist/converter.js");\nexports.metadata = require("tslab/dist/metadata.js");';
  const own = dirname(createRequire(import.meta.url).resolve("tslab/dist/converter.js")); // beside which it looks for its own types
  return bundled({ stdin: { contents, resolveDir: projectRoot }, external: [fork], define: { __dirname: JSON.stringify(own) } });
}

/** In a snapshot nothing can be loaded from the disk: TypeScript and tslab are in its code, the latter to be loaded for each compiler anew. */
function loaders(tslab: string): Plugin {
  const texts: Readonly<Record<string, string>> = {
    "compiler.ts": 'export const loadCompiler = () => require("typescript-6");',
    "tslab.ts": `
      const load = function (module, exports, require) {\n${tslab}\n};
      export function loadTslab(substitute) {
        const module = { exports: {} };
        load(module, module.exports, (id) => (id === ${JSON.stringify(fork)} ? substitute : require(id)));
        return module.exports;
      }`,
  };
  return {
    name: "loaders",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]checker[\\/](?:compiler|tslab)\.ts$/ }, ({ path }) => ({
        contents: texts[path.replace(/^.*[\\/]/, "")] ?? "",
        loader: "js",
        resolveDir: checker,
      }));
    },
  };
}
