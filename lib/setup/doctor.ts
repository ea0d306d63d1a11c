import { existsSync } from "node:fs";
import { access, constants, mkdir } from "node:fs/promises";
import { styleText } from "node:util";
import { descentHome } from "../base/paths.ts";
import { messageOf } from "../base/problem.ts";
import { pythonProgram } from "../base/python.ts";
import { device, type EngineReport } from "../device/index.ts";
import { ask } from "./commands.ts";
import { kernelsRegistered } from "./kernels.ts";
import { runningStart } from "./leftovers.ts";

/** One part of an installation: whether it works, what it is, and else the mend. */
export interface Finding {
  /** Stable name for programs: `node`, `python`, `jupyterlab` … */
  readonly part: string;
  readonly works: boolean;
  /** What is there, or why it does not work. */
  readonly detail: string;
  /** The command or deed that mends it. */
  readonly mend?: string;
}

const setUp = "npm run setup";

function node(): Finding {
  const works = process.versions.node.startsWith("24.");
  return { part: "node", works, detail: process.version, ...(works ? {} : { mend: setUp }) };
}

function engine(report: EngineReport): Finding {
  const part = `engine ${report.name}`;
  if (!report.works) return { part, works: false, detail: report.why, mend: report.mend };
  return { part, works: true, detail: report.reservation ? `${report.detail} (${report.reservation})` : report.detail };
}

/** A program of the Python environment, with its version. */
async function program(part: string, name: string, ...words: string[]): Promise<Finding> {
  const path = pythonProgram(name);
  const version = path && (await ask(path, ...words));
  if (version) return { part, works: true, detail: version };
  return { part, works: false, detail: path ? `${path} does not answer` : "not installed", mend: setUp };
}

async function kernel(): Promise<Finding> {
  if (await kernelsRegistered()) return { part: "kernel", works: true, detail: "tslab and tslab-stock are registered" };
  return { part: "kernel", works: false, detail: "not registered in this Python environment", mend: "npx descent kernel install" };
}

async function database(): Promise<Finding> {
  const url = process.env["DATABASE_URL"];
  const { checkDatabase } = await import("../leaderboard/index.ts");
  try {
    return { part: "database", works: true, detail: await checkDatabase() };
  } catch (thrown) {
    return { part: "database", works: false, detail: messageOf(thrown), mend: url ? "Check DATABASE_URL, or unset it" : setUp };
  }
}

async function home(): Promise<Finding> {
  const folder = descentHome();
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return { part: "home", works: true, detail: folder };
  } catch (thrown) {
    return { part: "home", works: false, detail: messageOf(thrown), mend: "Set DESCENT_HOME to a folder that you may write" };
  }
}

async function data(): Promise<Finding> {
  const mirror = process.env["DESCENT_DATASETS"];
  if (mirror && !existsSync(mirror)) {
    return {
      part: "data",
      works: false,
      detail: `DESCENT_DATASETS names ${mirror}, which is not there`,
      mend: "Correct DESCENT_DATASETS, or unset it",
    };
  }
  return { part: "data", works: true, detail: mirror ? `mirror ${mirror}` : "fetched from the data sets' own sites when first used" };
}

async function services(): Promise<Finding> {
  const running = await runningStart();
  const detail = running ? `running: ${running.leaderboard?.url ?? "no leaderboard"}` : "not running (npm start)";
  return { part: "services", works: true, detail };
}

interface Examination {
  /** True where the course can be used: an engine works, and JupyterLab opens its notebooks. */
  readonly ok: boolean;
  /** Fastest first. */
  readonly engines: readonly EngineReport[];
  readonly parts: readonly Finding[];
}

/** Looks at every part of the installation. */
async function examine(): Promise<Examination> {
  const [engines, ...parts] = await Promise.all([
    device.engines(),
    node(),
    program("python", "python", "--version"),
    program("jupyterlab", "jupyter-lab", "--version"),
    kernel(),
    database(),
    data(),
    home(),
    services(),
  ]);
  const needed = parts.filter(({ part }) => ["node", "jupyterlab", "kernel"].includes(part));
  return { ok: engines.some(({ works }) => works) && needed.every(({ works }) => works), engines, parts };
}

/**
 * `descent doctor`: a table of what works here, and for what does not the command that mends it.
 *
 * @returns the exit code: 0 where the course can be used
 */
export async function doctor({ json = false }: { readonly json?: boolean } = {}): Promise<number> {
  const examination = await examine();
  if (json) process.stdout.write(`${JSON.stringify(examination, null, 2)}\n`);
  else process.stderr.write(`${table([...examination.engines.map(engine), ...examination.parts])}\n`);
  return examination.ok ? 0 : 1;
}

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ part }) => part.length)) + 2;
  const lines = findings.map(({ part, works, detail, mend }) => {
    const mark = works ? styleText("green", "✓") : styleText("yellow", "–");
    const fix = mend ? `\n${" ".repeat(width + 4)}${styleText("dim", `mend: ${mend}`)}` : "";
    return `  ${mark} ${part.padEnd(width)}${detail}${fix}`;
  });
  return lines.join("\n");
}
