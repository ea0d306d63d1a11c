import { spawn } from "node:child_process";
import { type RunState, removeRunState, writeRunState } from "../base/run-state.ts";
import { startJupyter } from "./jupyter.ts";
import { startLeaderboardService } from "./leaderboard-service.ts";
import { runningStart, stopAll } from "./leftovers.ts";
import { noteProcess } from "./processes.ts";
import { printEvent, runStep } from "./report.ts";
import type { Service } from "./service.ts";

export interface StartOptions {
  /** Open no browser. */
  readonly headless?: boolean;
  /** Print one JSON line an event on stdout. */
  readonly json?: boolean;
}

/**
 * Brings up the leaderboard and JupyterLab, prints their addresses, and stays until it is told to stop.
 *
 * @returns the exit code: 0 after an ordered stop, 1 where nothing could be started
 */
export async function start(options: StartOptions = {}): Promise<number> {
  const running = await runningStart();
  if (running) {
    process.stderr.write("Descent is running already. `npx descent stop` ends it.\n");
    announce(running, options);
    return 0;
  }
  await stopAll();
  const stop = stopRequest();
  const services = new Map<string, Service>();
  try {
    const state = await bringUp(services, { stop, ...options });
    if (stop.aborted) return 0;
    if (services.size === 0) return 1;
    announce(state, options);
    if (!options.headless && state.jupyter) openBrowser(state.jupyter.url);
    process.stderr.write("\nCtrl-C stops everything; what you did is kept.\n");
    await untilStopped(services, stop);
    return 0;
  } finally {
    await Promise.all([...services.values()].map((service) => service.stop()));
    await removeRunState();
    if (options.json) printEvent("stopped", {});
  }
}

/** Aborted by Ctrl-C, by a closing terminal, or when the process that started this one is gone. */
function stopRequest(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => controller.abort(name));
  return controller.signal;
}

async function bringUp(services: Map<string, Service>, options: StartOptions & { readonly stop: AbortSignal }): Promise<RunState> {
  let state: RunState = { owner: await noteProcess(process.pid) };
  await writeRunState(state);
  const step = async (name: "leaderboard" | "jupyter", title: string, bring: () => Promise<Service>): Promise<void> => {
    if (options.stop.aborted) return;
    const run = async (): Promise<string> => {
      const service = await bring();
      services.set(name, service);
      state = { ...state, [name]: { ...service.process, url: service.url } };
      await writeRunState(state);
      return new URL(service.url).origin;
    };
    await runStep({ id: name, title, run }, options);
  };
  await step("leaderboard", "Leaderboard", startLeaderboardService);
  await step("jupyter", "JupyterLab", startJupyter);
  return state;
}

function announce(state: RunState, { json }: StartOptions): void {
  const urls = { ...(state.jupyter && { jupyter: state.jupyter.url }), ...(state.leaderboard && { leaderboard: state.leaderboard.url }) };
  if (json) {
    for (const [service, url] of Object.entries(urls)) printEvent("url", { service, url });
    printEvent("ready", urls);
  }
  process.stderr.write(
    `\n  Notebooks    ${urls.jupyter ?? "not there, see above"}\n  Leaderboard  ${urls.leaderboard ?? "not there, see above"}\n`,
  );
}

/** Waits for the request to stop. A service that ends by itself is named; when the last one is gone there is nothing to wait for. */
async function untilStopped(services: ReadonlyMap<string, Service>, stop: AbortSignal): Promise<void> {
  const requested = new Promise<void>((settle) => {
    if (stop.aborted) settle();
    stop.addEventListener("abort", () => settle(), { once: true });
  });
  const ends = [...services].map(async ([name, service]) => {
    await service.ended;
    if (!stop.aborted)
      process.stderr.write(`\nThe service ${name} has ended by itself. Ctrl-C, then \`npm start\`, brings it back; nothing is lost.\n`);
  });
  await Promise.race([requested, Promise.all(ends)]);
  if (stop.aborted) process.stderr.write("\nStopping …\n");
}

function openBrowser(url: string): void {
  const programs = { darwin: "open", win32: "explorer" } as Partial<Record<NodeJS.Platform, string>>;
  // No browser on this machine is no fault: the address is on the screen.
  spawn(programs[process.platform] ?? "xdg-open", [url], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
}

/** `descent stop`: ends a running start, or what a killed one left. */
export async function stop(): Promise<number> {
  const count = await stopAll();
  process.stderr.write(count === 0 ? "Nothing was running.\n" : "Stopped.\n");
  return 0;
}
