// Plain JavaScript that Node 18 can read, without dependencies: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The Node that the project runs on, as package.json names it. */
export const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).config.node;

const separator = process.platform === "win32" ? ";" : ":";

/** The environment of a program run by `node`: that Node comes first on PATH. */
export function environmentOf(node) {
  return { ...process.env, PATH: dirname(node) + separator + process.env.PATH };
}

/** Prints what is wrong and what mends it, in the form that `--json` readers expect too, and ends the process. */
export function stop(code, message, hint) {
  if (process.argv.includes("--json")) console.log(JSON.stringify({ event: "problem", code, message, hint }));
  console.error(`\n${message}\n  ${hint}\n`);
  process.exit(1);
}

/** npm's own script, to be run by the Node of our choice; undefined where only a program `npm` can be found. */
function npmScript() {
  const calledBy = process.env.npm_execpath;
  if (calledBy && /npm-cli\.c?js$/.test(calledBy)) return calledBy;
  const beside = [
    join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js"),
    join(dirname(process.execPath), "node_modules/npm/bin/npm-cli.js"),
  ];
  const found = beside.find((path) => existsSync(path));
  if (found) return found;
  const asked = spawnSync("npm", ["root", "--global"], { encoding: "utf8", shell: process.platform === "win32" });
  const global = join((asked.stdout || "").trim(), "npm/bin/npm-cli.js");
  return existsSync(global) ? global : undefined;
}

/** Runs npm by `node`. @returns {string | undefined} what it said when it failed */
export function npm(node, args) {
  const script = npmScript();
  if (!script) stop("npm-missing", "npm was not found.", "Install Node.js with npm (nodejs.org), then run the command again.");
  const env = environmentOf(node);
  // Settings of the npm that called us would override .npmrc in the npm that we call.
  for (const name of Object.keys(env)) if (/^npm_(config_((global_)?prefix|loglevel)$|lifecycle_|package_)/i.test(name)) delete env[name];
  const run = spawnSync(node, [script, ...args], { cwd: root, env, encoding: "utf8" });
  if (run.status === 0) return undefined;
  return (
    `${run.stdout || ""}${run.stderr || ""}${run.error ? run.error.message : ""}`.trim() || `npm ended with ${run.signal ?? run.status}`
  );
}

/** The part of npm's output that a person needs (npm says first what went wrong), and the likely mend. */
export function explain(output) {
  const said = output
    .split("\n")
    .filter((line) => !line.startsWith("npm warn"))
    .map((line) => line.replace(/^npm error\s*/, ""));
  const tail = said.filter(Boolean).slice(0, 4).join("\n  ");
  if (/ENOSPC/.test(output)) return [tail, "The disk is full: free 2 GB, then run the command again; what is done is kept."];
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|network/i.test(output))
    return [tail, "The npm registry was not reached: check the network (or proxy), then run the command again."];
  if (/EACCES|EPERM/.test(output))
    return [tail, `No right to write in ${root}: change the owner of the folder, then run the command again.`];
  return [tail, "Run the command again; if it fails again, delete node_modules first."];
}

/** Where our own Node lies: outside node_modules, which `npm ci` empties. */
const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const own = join(root, ".node/node_modules", name, process.platform === "win32" ? "bin/node.exe" : "bin/node");

/** The Node 24 that is there: the one that runs this file, else our own; undefined where there is none. */
export function presentNode() {
  if (process.version.startsWith(`v${version.split(".")[0]}.`)) return process.execPath;
  const works = existsSync(own) && spawnSync(own, ["--version"], { encoding: "utf8" }).stdout.trim() === `v${version}`;
  return works ? own : undefined;
}

/** Node 24, fetched from the npm registry where it is not there. Ends the process with a message where it can't be had. */
export function node24() {
  const present = presentNode();
  if (present) return present;
  console.error(`  … Node ${version} (this one is ${process.version})`);
  rmSync(join(root, ".node/node_modules"), { recursive: true, force: true });
  const failed = npm(process.execPath, [
    "install",
    "--prefix",
    join(root, ".node"),
    "--no-save",
    "--no-package-lock",
    "--ignore-scripts",
    `${name}@${version}`,
  ]);
  const node = presentNode();
  if (node) return node;
  const [tail, hint] = explain(failed || "the program that came does not run");
  return stop("node-missing", `Node ${version} could not be had:\n  ${tail}`, `${hint} Or install Node 24 yourself (nodejs.org).`);
}
