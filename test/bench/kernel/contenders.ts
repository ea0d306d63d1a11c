import { kernelspec } from "../../../lib/kernel/spec.ts";
import { denoProgram } from "../deno.ts";
import { peersCommand, peersPython } from "../peers.ts";

/** How a kernel is started: `{connection_file}` stands for the connection file's path. */
export interface KernelCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The cells that a kernel is measured with, in its language. */
export interface Cells {
  readonly declaration: (index: number) => string;
  /** The library that learners import first: TensorFlow.js, or TensorFlow in Python. */
  readonly library: string;
  /** The engine that computes, in its native library, as far as its first use. */
  readonly engine: string;
  /** All that a notebook of the course imports, after that; undefined where there is nothing left. */
  readonly course: string | undefined;
}

export interface KernelContender {
  readonly name: string;
  /** Undefined where it is not installed. */
  readonly command: KernelCommand | undefined;
  readonly cells: Cells;
}

const typescript: Cells = {
  declaration: (index) => `const value${index}: number = ${index};`,
  library: 'import * as tfjs from "@tensorflow/tfjs";',
  engine: 'import { device, tf } from "descent/device";\nawait device.use("tensorflow");\nawait tf.add(1, 1).data();',
  course: [
    'import * as tfjs from "@tensorflow/tfjs";',
    'import { exercise } from "descent/course";',
    'import { datasets, loader } from "descent/data";',
    'import { device, tf } from "descent/device";',
    'import { show } from "descent/plot";',
    'import { Learner } from "descent/train";',
    'import { resnet18 } from "descent/vision";',
  ].join("\n"),
};

const python: Cells = {
  declaration: (index) => `value${index}: int = ${index}`,
  library: "import tensorflow as tf",
  engine: "import tensorflow as tf\n_ = tf.add(1, 1).numpy()",
  course: undefined,
};

const own = (name: "tslab" | "tslab-stock"): KernelCommand => kernelspec(name);

/** The course kernel, first, and those that it is measured beside. */
export function contenders(): readonly KernelContender[] {
  const [ipython, deno] = [peersPython(), denoProgram()];
  return [
    { name: "ours", command: own("tslab"), cells: typescript },
    { name: "tslab", command: own("tslab-stock"), cells: typescript },
    {
      name: "ipykernel",
      command:
        ipython === undefined
          ? undefined
          : { argv: [ipython, "-m", "ipykernel_launcher", "-f", "{connection_file}"], env: { TF_CPP_MIN_LOG_LEVEL: "3" } },
      cells: python,
    },
    {
      name: "deno",
      command:
        deno === undefined
          ? undefined
          : { argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"], env: { DENO_NO_UPDATE_CHECK: "1" } },
      cells: typescript,
    },
  ];
}

/** Why there is no figure for a course that is all imported already. */
export const nothingLeft = "has nothing more to import";

/** Why a contender that is not installed has no figures. */
export const notInstalled = `not installed: run ${peersCommand}`;
