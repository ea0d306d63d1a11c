import { Problem } from "../base/problem.ts";
import { pythonProgram } from "../base/python.ts";
import { bindingInPlace, compileBinding } from "../device/native/index.ts";
import { hasTypes, installKernelspec, typesInPlace, typesProgram } from "../kernel/index.ts";
import { runProgram } from "./commands.ts";
import { settingsWritten, writeSettings } from "./jupyter-settings.ts";
import { kernelsRegistered } from "./kernels.ts";
import { polarsStep } from "./polars-native.ts";
import { pythonSteps } from "./python-steps.ts";
import { printEvent, type ReportOptions, runStep, type Step, type StepOutcome } from "./report.ts";

const binding: Step = {
  id: "binding",
  title: "Binding between Node and TensorFlow",
  done: () => bindingInPlace(),
  run: async () => {
    const { compiled, tensorflow, hasOperations } = await compileBinding();
    const without = hasOperations ? "" : ", without this project's own operations: training is slower";
    return `TensorFlow ${tensorflow.version}${compiled ? ", compiled" : ""}${without}`;
  },
};

const jupyter: Step = {
  id: "kernel",
  title: "Kernel in JupyterLab",
  done: async () => (await kernelsRegistered()) && (await settingsWritten()),
  run: async () => {
    if (!pythonProgram("jupyter")) throw new Problem("jupyter-missing", "needs JupyterLab", { hint: "See the lines above." });
    await installKernelspec();
    await writeSettings();
    return "tslab, tslab-stock";
  },
};

/** @param brief whether out-of-date types will do: a kernel that starts has them made again in the background */
const types = (brief: boolean): Step => ({
  id: "types",
  title: "Types of the library in one piece, and a snapshot of what checks them",
  takes: "about 15 seconds",
  done: async () => (brief ? hasTypes() : typesInPlace()),
  run: async () => {
    await runProgram(process.execPath, [typesProgram], "types-failed");
    return undefined;
  },
});

/**
 * `npm run setup`: brings what the course needs beyond the npm packages. A part that can't be had is named with its mend, and the rest
 * goes on: without Python or a compiler the engines webgpu and wasm compute.
 *
 * @returns the exit code, 0 also where parts are missing
 */
export async function setup(options: ReportOptions = {}): Promise<number> {
  const steps: readonly Step[] = [...pythonSteps, binding, polarsStep, types(options.brief ?? false), jupyter];
  const outcomes: StepOutcome[] = [];
  for (const step of steps) outcomes.push(await runStep(step, options));
  const missing = outcomes.filter(({ status }) => status === "failed");
  if (!options.brief) {
    process.stderr.write(
      missing.length === 0 ? "\nAll is ready: npm start\n" : "\nThe course works without what is missing, only slower: npm start\n",
    );
  }
  if (options.json) printEvent("setup", { complete: missing.length === 0, missing: missing.map(({ id }) => id) });
  return 0;
}
