import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { StatusLine } from "../../lib/plot/status-line.ts";
import { WaitingLine } from "../../lib/plot/waiting-line.ts";

/** A stream that remembers what was written to it. */
function paper(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 80, written, write: (text: string) => written.push(stripVTControlCharacters(text).replace("\r", "")) };
}

test("on a terminal the line moves while one waits, and its result stays in its place", async () => {
  const stream = paper(true);
  const waiting = new WaitingLine((seconds) => `TensorFlow  ${seconds}`, { line: new StatusLine({ stream, perSecond: 100 }) });
  await pause(400);
  waiting.end("✓ TensorFlow");
  const [...moves] = stream.written.slice(0, -1);
  expect(moves.length).toBeGreaterThanOrEqual(3);
  expect(new Set(moves.map((line) => line[0])).size).toBeGreaterThanOrEqual(3);
  expect(stream.written.at(-1)).toBe("✓ TensorFlow\n");
  const count = stream.written.length;
  await pause(300);
  expect(stream.written).toHaveLength(count);
});

test("in a file it says once what one waits for, if asked to, and then the result", async () => {
  const stream = paper(false);
  const waiting = new WaitingLine((seconds) => `TensorFlow  ${seconds}`, { line: new StatusLine({ stream }), announce: true });
  await pause(300);
  waiting.end("✓ TensorFlow");
  expect(stream.written).toEqual(["… TensorFlow\n", "✓ TensorFlow\n"]);
});

test("it leaves signals to others", () => {
  const before = process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");
  const waiting = new WaitingLine(() => "", { line: new StatusLine({ stream: paper(true) }) });
  expect(process.listenerCount("SIGINT") + process.listenerCount("SIGTERM")).toBe(before);
  waiting.end();
});
