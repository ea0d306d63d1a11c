import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { appendFile, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { inHome } from "../../base/paths.ts";
import { Problem } from "../../base/problem.ts";
import { pythonEnvironment } from "../../base/python.ts";
import { findTensorFlow, type InstalledTensorFlow } from "./find.ts";
import { addOns, type NativeFiles, nativeFiles } from "./place.ts";
import { bindingSources, operationSources, type Sources, stderrSource } from "./sources.ts";

export interface CompileOptions {
  /** Python environment whose TensorFlow is used. */
  readonly environment?: string;
  /** C++ sources of the binding. */
  readonly sources?: Sources;
  /** C++ sources of this project's own operations; without any there are none. */
  readonly operations?: Sources;
  /** Program that compiles C++. */
  readonly compiler?: string;
  /** Where the add-ons are put for TensorFlow.js to load. */
  readonly destination?: NativeFiles;
}

export interface CompiledBinding {
  readonly tensorflow: InstalledTensorFlow;
  /** The binding, where TensorFlow.js loads it. */
  readonly path: string;
  /** False where an earlier compilation could be used again. */
  readonly compiled: boolean;
  /** Whether this project's own operations are there, which make training faster. */
  readonly hasOperations: boolean;
}

const run = promisify(execFile);
const includeNode = createRequire(import.meta.url)
  .resolve("node-api-headers/package.json")
  .replace(/package\.json$/, "include");

/**
 * Compiles the binding between Node and TensorFlow against the TensorFlow of the Python environment, and puts it where TensorFlow.js
 * loads it. Takes about 10 s the first time; a result is kept in the cache, by TensorFlow's version and all that goes into it.
 *
 * Several processes may do so at once: each works in a folder of its own, and results appear whole.
 *
 * @throws Problem `tensorflow-missing`, `compiler-missing`, `binding-compile-failed`, `binding-does-not-load` or `binding-unsupported`
 */
export async function compileBinding(options: CompileOptions = {}): Promise<CompiledBinding> {
  const { build, cached, destination } = await planOf(options);
  const compiled = !(await isBuilt(cached));
  if (compiled) await buildInto(cached, build);
  for (const name of addOns) await place(join(cached, name), destination[name]);
  const hasOperations = !(await isEmpty(destination["operations.node"]));
  return { tensorflow: build.tensorflow, path: destination["tfjs_binding.node"], compiled, hasOperations };
}

/** Whether `compileBinding` would find nothing to do: the binding for this very TensorFlow lies where TensorFlow.js loads it. */
export async function bindingInPlace(options: CompileOptions = {}): Promise<boolean> {
  try {
    const { cached, destination } = await planOf(options);
    const same = addOns.map(async (name) => (await readFile(join(cached, name))).equals(await readFile(destination[name])));
    return (await Promise.all(same)).every(Boolean);
  } catch {
    return false; // a file or a part is missing: compileBinding says which
  }
}

interface Plan {
  readonly build: Build;
  /** Folder of the cache for what this build makes. */
  readonly cached: string;
  readonly destination: NativeFiles;
}

/** What is to be compiled, and where it goes. @throws Problem as `compileBinding` does */
async function planOf(options: CompileOptions): Promise<Plan> {
  const {
    environment = pythonEnvironment(),
    compiler = process.platform === "darwin" ? "c++" : "g++",
    destination = nativeFiles(),
  } = options;
  if (process.platform === "win32") {
    throw new Problem("binding-unsupported", "On Windows TensorFlow comes without a library that Node could use", {
      hint: "The engines webgpu and wasm work on Windows; for TensorFlow use WSL 2",
    });
  }
  const tensorflow = findTensorFlow(environment);
  if (!tensorflow) {
    throw new Problem("tensorflow-missing", `There is no TensorFlow in the Python environment ${environment}`, {
      hint: "Run npm run setup with Python 3.10 or newer installed; until then the engines webgpu and wasm compute",
    });
  }
  const build: Build = {
    compiler,
    tensorflow,
    sources: options.sources ?? (await bindingSources()),
    stderr: await stderrSource(),
    operations: options.operations ?? (await operationSources()),
    version: await compilerVersion(compiler),
  };
  return { build, cached: inHome("cache", "binding", keyOf(build)), destination };
}

interface Build {
  readonly compiler: string;
  readonly tensorflow: InstalledTensorFlow;
  readonly sources: Sources;
  readonly stderr: Sources;
  readonly operations: Sources;
  readonly version: string;
}

/** Arguments of the compiler for one add-on, whose sources lie in `folder`. */
function argumentsFor(addOn: string, folder: string, { tensorflow, sources, stderr, operations }: Build): string[] {
  const shared = ["-O2", "-fPIC", "-DNAPI_VERSION=8", `-I${includeNode}`];
  // On macOS Node's own symbols are looked up when the add-on is loaded.
  const link = process.platform === "darwin" ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"];
  const compiled = (of: Sources): string[] => [...of.keys()].filter((name) => !name.endsWith(".h")).map((name) => join(folder, name));
  if (addOn === "stderr.node") return [...shared, ...link, "-x", "c", ...compiled(stderr)];
  const library = [...tensorflow.libraries, `-Wl,-rpath,${tensorflow.folder}`];
  const common = ["-std=c++17", ...shared, `-I${join(tensorflow.folder, "include")}`, ...link];
  if (addOn !== "operations.node") return [...common, ...compiled(sources), ...library];
  // A loop over square roots becomes a vector's only where none has to set errno; TensorFlow's headers warn of themselves.
  return [...common, "-O3", "-fno-math-errno", "-w", ...compiled(operations), ...library];
}

function keyOf(build: Build): string {
  const parts = [
    build.tensorflow.version,
    build.version,
    `${process.platform} ${process.arch} ${process.versions.node.split(".")[0]}`,
    ...addOns.map((addOn) => argumentsFor(addOn, "", build).join(" ")),
    ...[...build.sources, ...build.stderr, ...build.operations].flat(),
  ];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 16);
}

async function compilerVersion(compiler: string): Promise<string> {
  try {
    return (await run(compiler, ["--version"])).stdout.split("\n")[0] ?? "";
  } catch (cause) {
    throw new Problem("compiler-missing", `The C++ compiler ${compiler} can't be started`, {
      hint: compilerHint(),
      cause,
    });
  }
}

function compilerHint(): string {
  const install =
    process.platform === "darwin" ? "xcode-select --install" : "apt-get install g++ (Debian, Ubuntu) or dnf install gcc-c++ (Fedora)";
  return `Install one: ${install}; then run npm run setup. Until then the engines webgpu and wasm compute`;
}

async function isBuilt(folder: string): Promise<boolean> {
  const found = await Promise.all(addOns.map((name) => readFile(join(folder, name)).catch(() => undefined)));
  return found.every((content) => content !== undefined);
}

/** Compiles the add-ons in a new folder beside the wanted one, tries them, and only then gives the folder its name. */
async function buildInto(folder: string, build: Build): Promise<void> {
  const staging = `${folder}.${randomUUID()}.part`;
  await mkdir(staging, { recursive: true });
  try {
    for (const [name, text] of [...build.sources, ...build.stderr, ...build.operations]) await writeFile(join(staging, name), text);
    const binding = join(staging, "tfjs_binding.node");
    await Promise.all([
      compile("tfjs_binding.node", staging, build),
      compile("stderr.node", staging, build),
      compileOperations(staging, build),
    ]);
    await tryLoading([binding]);
    const operations = join(staging, "operations.node");
    if (!(await isEmpty(operations))) await tryLoading([binding, operations]).catch(() => writeFile(operations, ""));
    await rename(staging, folder).catch(async () => {
      // Another process was faster, and its result is as good; else what lies there is a remnant.
      if (await isBuilt(folder)) return;
      await rm(folder, { recursive: true, force: true });
      await rename(staging, folder);
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Compiles this project's own operations; training works without them, only slower, so what goes wrong leaves an empty file. */
async function compileOperations(staging: string, build: Build): Promise<void> {
  if (build.operations.size > 0) await compile("operations.node", staging, build).catch(() => undefined);
  await appendFile(join(staging, "operations.node"), "");
}

const isEmpty = async (path: string): Promise<boolean> => (await stat(path)).size === 0;

async function compile(addOn: string, staging: string, build: Build): Promise<void> {
  const output = join(staging, addOn);
  try {
    await run(build.compiler, [...argumentsFor(addOn, staging, build), "-o", output], { maxBuffer: 2 ** 26 });
  } catch (cause) {
    const messages = String((cause as { stderr?: unknown }).stderr ?? cause);
    const first = messages.split("\n").find((line) => /error/i.test(line)) ?? messages.split("\n")[0];
    throw new Problem(
      "binding-compile-failed",
      `${build.compiler} can't compile ${addOn} against TensorFlow ${build.tensorflow.version}: ${first}`,
      {
        hint: "Is the compiler older than C++17 (GCC 8, Clang 7) or the disk full? Until it compiles the engines webgpu and wasm compute",
        cause,
      },
    );
  }
}

/** Loads add-ons in a process of its own, for a library that does not suit this processor ends the process that loads it. */
async function tryLoading(paths: readonly string[]): Promise<void> {
  const load = "for (const path of process.argv.slice(1)) process.dlopen({ exports: {} }, path)";
  try {
    await run(process.execPath, ["-e", load, ...paths], { timeout: 60_000 });
  } catch (cause) {
    const { signal, stderr } = cause as { signal?: string; stderr?: string };
    const reason = signal ? `stops with ${signal}` : (stderr ?? "").split("\n").find((line) => line.startsWith("Error:")) || String(cause);
    throw new Problem("binding-does-not-load", `TensorFlow's library does not load here: ${reason}`, {
      hint:
        signal === "SIGILL"
          ? "This processor lacks instructions (AVX) that TensorFlow needs; the engines webgpu and wasm compute"
          : "Install TensorFlow anew: remove .venv and run npm run setup",
      cause,
    });
  }
}

async function place(source: string, target: string): Promise<void> {
  const [wanted, present] = await Promise.all([readFile(source), readFile(target).catch(() => undefined)]);
  if (present?.equals(wanted)) return;
  await mkdir(dirname(target), { recursive: true });
  // Under a new name first: a process that has the old file loaded keeps it, and none sees half of a file.
  const temporary = `${target}.${randomUUID()}.part`;
  await copyFile(source, temporary);
  await rename(temporary, target);
}
