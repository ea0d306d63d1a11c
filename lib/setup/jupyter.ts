import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import getPort from "get-port";
import { inHome, projectRoot } from "../base/paths.ts";
import { Problem } from "../base/problem.ts";
import { pythonProgram } from "../base/python.ts";
import { endProcess, noteProcess } from "./processes.ts";
import type { Service } from "./service.ts";

/** Jupyter's customary port; the next free one is taken where it is in use. */
const firstPort = 8888;

/** How long JupyterLab may take to answer on a slow laptop, in seconds. */
const patience = 90;

/**
 * Starts JupyterLab on 127.0.0.1, with a token, in the project's folder.
 *
 * @throws Problem where JupyterLab is not installed or does not come up
 */
export async function startJupyter(): Promise<Service> {
  const jupyter = pythonProgram("jupyter-lab");
  if (!jupyter)
    throw new Problem("jupyter-missing", "JupyterLab is not installed.", { hint: "Run `npm run setup`: it says what is missing." });
  const port = await getPort({ host: "127.0.0.1", port: Array.from({ length: 50 }, (_, index) => firstPort + index) });
  const token = randomBytes(24).toString("hex");
  await mkdir(inHome("logs"), { recursive: true });
  const path = inHome("logs", "jupyter.log");
  const log = openSync(path, "a", 0o600);
  const child = spawn(jupyter, words(port), {
    cwd: projectRoot,
    detached: true,
    stdio: ["ignore", log, log],
    env: {
      ...process.env,
      JUPYTER_TOKEN: token, // not on the command line, which other users of the machine can read
      JUPYTER_PREFER_ENV_PATH: "1", // our kernelspec before one of the same name in the user's home
    },
  });
  const ended = new Promise<void>((settle) => child.once("close", () => settle()));
  const failed = new Problem("jupyter-failed", "JupyterLab did not come up.", { hint: `Its log tells why: ${path}` });
  if (child.pid === undefined) throw failed;
  const note = await noteProcess(child.pid);
  const service = {
    url: `http://127.0.0.1:${port}/lab/tree/notebooks?token=${token}`,
    process: note,
    ended,
    stop: () => endProcess(note),
  };
  if (await answers(`http://127.0.0.1:${port}/api/status?token=${token}`, ended)) return service;
  await service.stop();
  throw failed;
}

function words(port: number): string[] {
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  return [
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.root_dir=${projectRoot}`,
    ...asRoot,
  ];
}

async function answers(url: string, ended: Promise<void>): Promise<boolean> {
  let gone = false;
  void ended.then(() => {
    gone = true;
  });
  const deadline = performance.now() + patience * 1000;
  while (!gone && performance.now() < deadline) {
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return true;
    await pause(150);
  }
  return false;
}
