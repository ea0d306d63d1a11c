import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { Problem } from "../../../lib/base/problem.ts";
import { type CompileOptions, compileBinding } from "../../../lib/device/native/index.ts";
import { nativeFiles } from "../../../lib/device/native/place.ts";
import { testWith } from "../../support/parts.ts";

let folder: string;
let home: string | undefined;
// Linking with the real library takes seconds; a small one of the same names serves as well.
let environment: string;

beforeAll(() => {
  environment = mkdtempSync(join(tmpdir(), "descent-python-"));
  const packages = join(environment, "lib", "python3.12", "site-packages");
  const library = join(packages, "tensorflow");
  mkdirSync(join(library, "include", "tensorflow", "c"), { recursive: true });
  mkdirSync(join(packages, "tensorflow_cpu-2.99.0.dist-info"));
  writeFileSync(join(library, "include", "tensorflow", "c", "c_api.h"), 'extern "C" const char* TF_Version();\n');
  const source = join(environment, "library.cc");
  writeFileSync(source, 'extern "C" const char* TF_Version() { return "2.99.0"; }\n');
  const names = process.platform === "darwin" ? ["cc.2.dylib", "framework.2.dylib"] : ["cc.so.2", "framework.so.2"];
  for (const name of names) spawnSync("c++", ["-shared", "-fPIC", source, "-o", join(library, `libtensorflow_${name}`)]);
});
afterAll(() => rmSync(environment, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "descent-binding-"));
  home = process.env["DESCENT_HOME"];
  process.env["DESCENT_HOME"] = join(folder, "home");
});
afterEach(() => {
  if (home === undefined) delete process.env["DESCENT_HOME"];
  else process.env["DESCENT_HOME"] = home;
  rmSync(folder, { recursive: true, force: true });
});

// A binding of a few lines that calls the library as it is loaded.
const small = new Map([
  ["small.h", '#include "tensorflow/c/c_api.h"\n#define WANTED "2.99.0"\n'],
  [
    "small.cc",
    `#include "small.h"
#include <cstring>
#include <node_api.h>
NAPI_MODULE_INIT() {
  if (std::strcmp(TF_Version(), WANTED) != 0) napi_throw_error(env, nullptr, "another library");
  return exports;
}
`,
  ],
]);
const into = (name: string, options: CompileOptions = {}): CompileOptions => ({
  environment,
  sources: small,
  operations: new Map(),
  destination: nativeFiles(join(folder, name)),
  ...options,
});
const cacheFolder = (): string => join(folder, "home", "cache", "binding");
const problemOf = async (options: CompileOptions): Promise<Problem> => {
  const problem = await compileBinding(options).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  return problem as Problem;
};

testWith("tensorflow")("compiles, places, and has nothing to do the second time", async () => {
  const first = await compileBinding(into("a"));
  expect(first).toMatchObject({ compiled: true, path: join(folder, "a", "tfjs_binding.node") });
  expect(readdirSync(join(folder, "a")).sort()).toEqual(["operations.node", "stderr.node", "tfjs_binding.node"]);
  const placed = statSync(first.path).mtimeMs;
  expect((await compileBinding(into("a"))).compiled).toBe(false);
  expect(statSync(first.path).mtimeMs).toBe(placed);
});

testWith("tensorflow")("puts a damaged or missing file back without compiling", async () => {
  const { path } = await compileBinding(into("a"));
  const whole = readFileSync(path);
  writeFileSync(path, "damaged");
  expect((await compileBinding(into("a"))).compiled).toBe(false);
  expect(readFileSync(path).equals(whole)).toBe(true);
});

testWith("tensorflow")("compiles anew when a source changes, and keeps both", async () => {
  await compileBinding(into("a"));
  const changed = new Map(small).set("small.cc", `${small.get("small.cc")}// changed\n`);
  expect((await compileBinding(into("a", { sources: changed }))).compiled).toBe(true);
  expect(readdirSync(cacheFolder())).toHaveLength(2);
});

testWith("tensorflow")("may be done by several at once, and leaves no remnant", async () => {
  const results = await Promise.all([1, 2, 3].map(() => compileBinding(into("a"))));
  expect(new Set(results.map(({ path }) => path)).size).toBe(1);
  expect(readdirSync(cacheFolder())).toHaveLength(1);
  expect(readdirSync(join(folder, "a")).sort()).toEqual(["operations.node", "stderr.node", "tfjs_binding.node"]);
});

testWith("tensorflow")("a source that does not compile is named with the compiler's first error, and nothing is left of it", async () => {
  const problem = await problemOf(into("a", { sources: new Map([["broken.cc", "int answer( { return 42; }\n"]]) }));
  expect(problem.code).toBe("binding-compile-failed");
  expect(problem.message).toMatch(/tfjs_binding\.node against TensorFlow 2.*broken\.cc:1.*error/);
  expect(readdirSync(cacheFolder())).toEqual([]);
  expect(existsSync(join(folder, "a"))).toBe(false);
});

testWith("tensorflow")("does without this project's own operations where they don't compile, or don't load", async () => {
  const broken = await compileBinding(into("a", { operations: new Map([["operations.cc", "int answer( { return 42; }\n"]]) }));
  expect(broken.hasOperations).toBe(false);
  expect(statSync(nativeFiles(join(folder, "a"))["operations.node"]).size).toBe(0);
  const crash = new Map([["operations.cc", "#include <csignal>\nstruct Crash { Crash() { std::raise(SIGILL); } } crash;\n"]]);
  expect((await compileBinding(into("b", { operations: crash }))).hasOperations).toBe(false);
});

testWith("tensorflow")("a binding that ends the process which loads it is found out before it is placed", async () => {
  const crash = new Map([["crash.cc", "#include <csignal>\nstruct Crash { Crash() { std::raise(SIGILL); } } crash;\n"]]);
  const problem = await problemOf(into("a", { sources: crash }));
  expect(problem).toMatchObject({ code: "binding-does-not-load", message: "TensorFlow's library does not load here: stops with SIGILL" });
  expect(problem.hint).toContain("AVX");
  expect(existsSync(join(folder, "a"))).toBe(false);
});

testWith("tensorflow")("a binding that throws as it is loaded is not placed either", async () => {
  const other = new Map(small).set("small.h", '#include "tensorflow/c/c_api.h"\n#define WANTED "2.21.0"\n');
  const problem = await problemOf(into("a", { sources: other }));
  expect(problem.message).toBe("TensorFlow's library does not load here: Error: another library");
});

testWith("tensorflow")("a remnant of a compilation that was cut off is replaced", async () => {
  await compileBinding(into("a"));
  const [key = ""] = readdirSync(cacheFolder());
  rmSync(join(cacheFolder(), key, "tfjs_binding.node"));
  expect((await compileBinding(into("a"))).compiled).toBe(true);
});

testWith("tensorflow")("without a compiler it says how to install one", async () => {
  const problem = await problemOf(into("a", { compiler: "no-such-compiler" }));
  expect(problem).toMatchObject({ code: "compiler-missing", message: "The C++ compiler no-such-compiler can't be started" });
  expect(problem.hint).toMatch(/^Install one: /);
});

test("without TensorFlow it names the environment that lacks it", async () => {
  const problem = await problemOf(into("a", { environment: join(folder, "python") }));
  expect(problem).toMatchObject({
    code: "tensorflow-missing",
    message: `There is no TensorFlow in the Python environment ${join(folder, "python")}`,
  });
});
