import { join } from "node:path";
import { readJson, writeAtomically } from "../base/files.ts";
import { pythonEnvironment } from "../base/python.ts";

const path = (): string => join(pythonEnvironment(), "share/jupyter/lab/settings/overrides.json");

/** Defaults of JupyterLab that a class wants: no question about news, no look for updates, which need the internet. A learner may change them. */
const settings = {
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false, doNotDisturbMode: false },
};

async function present(): Promise<Record<string, unknown>> {
  const found = await readJson(path()).catch(() => undefined);
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
}

/** Whether JupyterLab's defaults are ours already. */
export async function settingsWritten(): Promise<boolean> {
  const found = await present();
  return Object.entries(settings).every(([plugin, wanted]) => JSON.stringify(found[plugin]) === JSON.stringify(wanted));
}

/** Writes our defaults into the Python environment; those of other plug-ins stay as they are. */
export async function writeSettings(): Promise<void> {
  await writeAtomically(path(), `${JSON.stringify({ ...(await present()), ...settings }, null, 2)}\n`);
}
