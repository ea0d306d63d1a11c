import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import getPort from "get-port";
import { writeAtomically } from "../../lib/base/index.ts";
import { pythonProgram } from "../../lib/base/python.ts";

/** A JupyterLab of a test's own. */
export interface JupyterServer {
  /** Without a path: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** JupyterLab's settings that make its page predictable: no news, and every cell drawn, not only those in view. */
const settings = {
  "apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  "notebook-extension/tracker": { windowingMode: "none" },
};

/**
 * Starts the project's JupyterLab over a folder, on a free port, with all its state in a temporary folder.
 *
 * @param env added to the server's environment, and so to its kernels'
 * @throws Error with the last words of its log where it does not come up
 */
export async function startJupyterServer(folder: string, env: Readonly<Record<string, string>> = {}): Promise<JupyterServer> {
  const program = pythonProgram("jupyter-lab");
  if (!program) throw new Error("Expected JupyterLab in the project's Python environment but found none");
  const state = await mkdtemp(join(tmpdir(), "descent-jupyter-"));
  for (const [plugin, values] of Object.entries(settings)) {
    const path = join(state, "config/lab/user-settings/@jupyterlab", `${plugin}.jupyterlab-settings`);
    await writeAtomically(path, JSON.stringify(values));
  }
  await mkdir(join(state, "runtime"), { mode: 0o700 });
  const port = await getPort({ host: "127.0.0.1" });
  const token = randomBytes(16).toString("hex");
  const child = spawn(
    program,
    [
      "--no-browser",
      "--allow-root",
      "--ServerApp.ip=127.0.0.1",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
      `--ServerApp.root_dir=${folder}`,
      "--LabApp.expose_app_in_browser=True", // lets NotebookPage read outputs as the notebook holds them
    ],
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(state, "config"),
        JUPYTER_DATA_DIR: join(state, "data"),
        JUPYTER_RUNTIME_DIR: join(state, "runtime"),
        JUPYTER_PREFER_ENV_PATH: "1",
        JUPYTER_TOKEN: token,
        ...env,
      },
    },
  );
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000);
    });
  }
  let gone = false;
  const ended = new Promise<void>((settle) => {
    child.once("close", () => {
      gone = true;
      settle();
    });
  });
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM"); // JupyterLab ends its kernels before itself
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(force);
    await rm(state, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + 60_000;
  while (!gone && performance.now() < deadline) {
    const answer = await fetch(`${url}/api/status?token=${token}`).catch(() => undefined);
    if (answer?.ok) return { url, token, stop };
    await pause(150);
  }
  await stop();
  throw new Error(`Expected JupyterLab to come up but it did not:\n${log}`);
}
