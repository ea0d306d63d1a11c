import { execFile, spawn } from "node:child_process";
import { Problem } from "../base/problem.ts";

/** What a program printed on stdout, or undefined where it is missing, failed, or took longer than ten seconds. */
export function ask(program: string, ...words: string[]): Promise<string | undefined> {
  return new Promise((answer) => {
    execFile(program, words, { timeout: 10_000 }, (error, stdout) => answer(error ? undefined : stdout.trim()));
  });
}

/** Runs a program to its end. @throws Problem with code `code` and the last lines that it printed where it failed */
export function runProgram(program: string, words: readonly string[], code: string): Promise<void> {
  return new Promise((ended, failed) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const problem = (text: string): Problem => {
      const lines = text.trim().split("\n").slice(-4).join("\n    ");
      return new Problem(code, `${program} failed:\n    ${lines}`, { hint: mend(text) });
    };
    child.on("error", (error) => failed(problem(error.message)));
    child.on("close", (status) => (status === 0 ? ended() : failed(problem(output))));
  });
}

/** The likely mend for what a failing installer printed. */
function mend(output: string): string {
  if (/No space left|ENOSPC|Errno 28/.test(output)) return "The disk is full: free 3 GB, then run `npm run setup` again.";
  if (/ensurepip|python3?[\d.]*-venv/.test(output))
    return "Python's venv module is missing (Debian, Ubuntu: apt-get install python3-venv), then run `npm run setup` again.";
  if (
    /Temporary failure|Name or service|NewConnectionError|ConnectTimeout|ProxyError|ConnectionError|Network is unreachable/.test(output)
  ) {
    return "The package index was not reached: check the network (or proxy), then run `npm run setup` again.";
  }
  if (/Permission denied|Errno 13/.test(output))
    return "No right to write there: change the owner of the folder, then run `npm run setup` again.";
  return "Run `npm run setup` again; what is done is kept.";
}
