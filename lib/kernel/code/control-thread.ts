/** The thread of `Control`: hears the front, and stops code that does not. */
import { Session } from "node:inspector/promises";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { descriptors } from "../link/descriptors.ts";
import { FrameReader } from "../link/frames.ts";
import type { Command } from "../link/messages.ts";
import { type ControlData, question } from "./control.ts";
import { stopFlag } from "./stop.ts";

/** How long the busy thread may take to come to a place where it can be paused, in milliseconds. */
const patience = 1000;

const { state, answers } = workerData as ControlData;
const reader = new FrameReader();
const pipe = new Socket({ fd: descriptors.commands, readable: true, writable: false });
pipe.on("data", (piece: Buffer) => {
  for (const command of reader.read(piece)) obey(command as Command);
});
pipe.on("close", () => process.kill(process.pid, "SIGKILL")); // without the front nobody could ever stop this process
pipe.on("error", () => undefined); // "close" follows

function obey(command: Command): void {
  if (command.type === "break") void raiseFlag();
  else if (command.type === "answer") answer(command.text);
  else {
    if (command.type === "interrupt") settleQuestion(question.interrupted);
    parentPort?.postMessage(command);
  }
}

function answer(text: string | null): void {
  answers.postMessage(text);
  settleQuestion(question.answered);
}

function settleQuestion(outcome: number): void {
  if (Atomics.compareExchange(state, 0, question.asked, outcome) === question.asked) Atomics.notify(state, 0);
}

/**
 * Raises the flag that loops look at. Only the thread that runs the loop can set its globals, so the debugger pauses it for a moment, wherever it
 * is, and has it done there.
 */
async function raiseFlag(): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  const paused = Promise.withResolvers<boolean>();
  session.once("Debugger.paused", () => paused.resolve(true));
  const timer = setTimeout(() => paused.resolve(false), patience);
  try {
    await session.post("Debugger.enable");
    await session.post("Debugger.pause");
    if (!(await paused.promise)) return;
    await session.post("Runtime.evaluate", { expression: `${stopFlag} = true` });
    await session.post("Debugger.resume");
  } catch {
    // The code process has come to its end, or has no debugger: the front goes on to harder means.
  } finally {
    clearTimeout(timer);
    session.disconnect();
  }
}
