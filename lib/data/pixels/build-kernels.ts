/**
 * Builds kernels.wasm from assembly/: `node lib/data/pixels/build-kernels.ts`. With `--check` it only says whether they belong together.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Problem, writeAtomically } from "../../base/index.ts";

const committed = fileURLToPath(new URL("./kernels.wasm", import.meta.url));

/** The kernels, compiled anew. @throws Problem with the compiler's words */
export async function buildKernels(): Promise<Uint8Array> {
  const { default: compiler } = await import("assemblyscript/asc");
  const files = new Map<string, Uint8Array>();
  const words: string[] = [];
  const options = ["--runtime", "stub", "--enable", "simd", "--use", "abort=", "--noAssert", "--uncheckedBehavior", "always"];
  const folder = fileURLToPath(new URL("./assembly", import.meta.url));
  const { error } = await compiler.main(
    ["index.ts", "--baseDir", folder, "-O3", ...options, "--initialMemory", "1", "--outFile", "kernels.wasm"],
    {
      stdout: { write: (text) => words.push(String(text)) > 0 },
      stderr: { write: (text) => words.push(String(text)) > 0 },
      writeFile: (name, content) => {
        files.set(name, Buffer.from(content));
      },
    },
  );
  const built = files.get("kernels.wasm");
  if (!error && built) return built;
  throw new Problem("kernels-build", `The pixel kernels don't compile:\n${words.join("") || String(error)}`, {
    hint: "Their sources are in lib/data/pixels/assembly.",
  });
}

if (import.meta.main) {
  const built = await buildKernels();
  if (!process.argv.includes("--check")) {
    await writeAtomically(committed, built);
    console.log(`${committed}: ${built.length} bytes`);
  } else if (!Buffer.from(built).equals(await readFile(committed))) {
    console.error("kernels.wasm is not what its sources make: node lib/data/pixels/build-kernels.ts");
    process.exitCode = 1;
  }
}
