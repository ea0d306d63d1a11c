/** `npx descent <verb>`: the one list of verbs. Each imports what it needs when it is called, so that every verb starts fast. */
import { Command, CommanderError } from "commander";
import { messageOf, Problem } from "./base/problem.ts";

const program = new Command("descent")
  .description("The Descent deep-learning workshop")
  .exitOverride()
  .showHelpAfterError()
  .configureOutput({ writeOut: (text) => process.stderr.write(text) });

/** The exit code of the verb that ran: 0 done, 1 the work failed, 2 wrong usage. */
let code = 0;

program
  .command("start")
  .description("bring up JupyterLab and the leaderboard; Ctrl-C stops them")
  .option("--headless", "open no browser")
  .option("--json", "print one JSON line an event on stdout")
  .action(async (options) => {
    const { start } = await import("./setup/start.ts");
    code = await start(options);
  });

program
  .command("stop")
  .description("end a running start, or what a killed one left behind")
  .action(async () => {
    const { stop } = await import("./setup/start.ts");
    code = await stop();
  });

program
  .command("setup")
  .description("bring what the course needs: Python, JupyterLab, TensorFlow, its binding, the kernel")
  .option("--brief", "say nothing of what is there already")
  .option("--json", "print one JSON line an event on stdout")
  .action(async (options) => {
    const { setup } = await import("./setup/setup.ts");
    code = await setup(options);
  });

program
  .command("doctor")
  .description("show what works here, and the command that mends what does not")
  .option("--json", "print one JSON document on stdout")
  .action(async (options) => {
    const { doctor } = await import("./setup/doctor.ts");
    code = await doctor(options);
  });

program
  .command("run")
  .description("execute notebooks headless, through the Jupyter protocol")
  .argument("<notebook...>", ".ipynb files, or sources such as solutions/03-build-cnn")
  .option("--output <folder>", "where the executed notebooks go (default: runs, in DESCENT_HOME)")
  .option("--in-place", "write the outputs into the notebook itself")
  .option("--html", "write a web page beside each")
  .option("--kernel <name>", "tslab or tslab-stock", "tslab")
  .option("--timeout <seconds>", "longest time for one cell", Number)
  .option("--json", "print one JSON line an event on stdout")
  .action(async (paths, options) => {
    const { runNotebooks } = await import("./setup/run-notebooks.ts");
    code = await runNotebooks(paths, options);
  });

const notebooks = program.command("notebooks").description("the notebooks and their sources");
notebooks
  .command("build")
  .description("make notebooks/*.ipynb from solutions/*.ts")
  .option("--check", "write nothing; fail where they differ")
  .option("--json", "print one JSON document on stdout")
  .action(async (options) => {
    const { buildCommand } = await import("./notebook/index.ts");
    code = await buildCommand(options);
  });

const kernel = program.command("kernel").description("the course kernel's place in Jupyter");
const prefix = ["--prefix <folder>", "environment whose kernels are meant (default: the project's Python)"] as const;
const user = ["--user", "the user's own kernels, which VS Code and every Jupyter of theirs find"] as const;
kernel
  .command("install")
  .description("register the kernels tslab and tslab-stock")
  .option(...prefix)
  .option(...user)
  .action(async (options) => {
    const { installKernels } = await import("./setup/kernels.ts");
    code = await installKernels(options);
  });
kernel
  .command("list")
  .description("the kernels that are registered")
  .option(...prefix)
  .option(...user)
  .option("--json", "print one JSON document on stdout")
  .action(async (options) => {
    const { listKernels } = await import("./setup/kernels.ts");
    code = await listKernels(options);
  });
kernel
  .command("remove")
  .description("unregister a kernel")
  .argument("<name>")
  .option(...prefix)
  .option(...user)
  .action(async (name, options) => {
    const { removeKernel } = await import("./setup/kernels.ts");
    code = await removeKernel(name, options);
  });

const data = program.command("data").description("the data sets: what there is, bring, check, find");
const json = ["--json", "print one JSON document on stdout"] as const;
data
  .command("list")
  .description("the data sets, their sizes and licences, and where they are")
  .option(...json)
  .action(async (options) => {
    const { listCommand } = await import("./data/command/index.ts");
    code = await listCommand(options);
  });
data
  .command("get")
  .description("bring data sets; a download that was stopped goes on")
  .argument("<id...>")
  .option("--all", "also the parts that are fetched only when asked for")
  .option("--json", "print one JSON line an event on stdout")
  .action(async (ids, options) => {
    const { getCommand, untilInterrupted } = await import("./data/command/index.ts");
    code = await untilInterrupted((signal) => getCommand(ids, { ...options, signal }));
  });
data
  .command("verify")
  .description("compare the checksums of all files that are here")
  .argument("[id...]", "all data sets unless told")
  .option(...json)
  .action(async (ids, options) => {
    const { verifyCommand, untilInterrupted } = await import("./data/command/index.ts");
    code = await untilInterrupted((signal) => verifyCommand(ids, { ...options, signal }));
  });
data
  .command("where")
  .description("print the paths of a data set's files")
  .argument("<id>")
  .option(...json)
  .action(async (id, options) => {
    const { whereCommand } = await import("./data/command/index.ts");
    code = await whereCommand(id, options);
  });

program
  .command("test")
  .description("run the tests in the quick budget")
  .option("--full", "also whole notebooks, kills and matrices")
  .argument("[words...]", "passed on to vitest")
  .allowUnknownOption()
  .action(async (words, options) => {
    const { runTests } = await import("./setup/checks.ts");
    code = await runTests(words, Boolean(options.full));
  });

program
  .command("test-tools")
  .description("make the Python environment of the Jupyter tools that tests run")
  .action(async () => {
    const { makeTestTools } = await import("./setup/checks.ts");
    code = await makeTestTools();
  });

program
  .command("check")
  .description("format, lint, import cycles, types, and notebooks against their sources")
  .action(async () => {
    const { runChecks } = await import("./setup/checks.ts");
    code = await runChecks();
  });

program
  .command("ok")
  .description("all checks, then the tests: what every commit must pass")
  .action(async () => {
    const { runChecks, runTests } = await import("./setup/checks.ts");
    code = (await runChecks()) || (await runTests([], false));
  });

program
  .command("bench")
  .description("measure beside Python: bench NAME [--json]")
  .argument("[words...]", "the benchmark and its options")
  .allowUnknownOption()
  .helpOption(false)
  .action(async (words) => {
    const { runBench } = await import("./setup/checks.ts");
    code = await runBench(words);
  });

program
  .command("bench-peers")
  .description("make the Python environment of the benchmarks' peers")
  .action(async () => {
    const { makeBenchPeers } = await import("./setup/checks.ts");
    code = await makeBenchPeers();
  });

// The process that started this one is gone (killed, say), perhaps already while this one was loading: stop as if asked to.
const orphaned = (): boolean => process.kill(process.pid, "SIGTERM");
process.once("disconnect", orphaned);
if (process.connected === false) orphaned();

try {
  await program.parseAsync();
} catch (thrown) {
  code = explain(thrown);
}
process.exit(code);

/** Says what went wrong, for people and, with `--json`, for programs. @returns the exit code */
function explain(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  const known = thrown instanceof Problem;
  if (process.argv.includes("--json")) {
    const problem = known ? thrown.toJSON() : { code: "unexpected", message: messageOf(thrown), hint: "" };
    process.stdout.write(`${JSON.stringify({ event: "problem", ...problem })}\n`);
  }
  if (known) process.stderr.write(`${thrown.message}\n  ${thrown.hint}\n`);
  else process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  return known && thrown.code.startsWith("usage") ? 2 : 1;
}
