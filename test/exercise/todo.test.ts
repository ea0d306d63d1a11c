import { inspect } from "node:util";
import { expect, test } from "vitest";
import { todo, unfinished } from "../../lib/exercise/index.ts";

/** Widened on purpose: each use below is one that a learner's code could make. */
type Anything = number & { x: number; map: (f: unknown) => unknown } & (() => number) &
  (new () => object) &
  Iterable<number> & { y?: number };
const answer = todo<Anything>("03-2");

test.each<[string, () => unknown]>([
  ["reading a property", () => answer.x],
  ["calling a method", () => answer.map(String)],
  ["a call", () => answer()],
  ["construction", () => new answer()],
  ["adding", () => answer + 1],
  ["comparing", () => answer < 3],
  ["negating", () => -answer],
  ["a template string", () => `${answer}`],
  ["String", () => String(answer)],
  ["iterating", () => [...answer]],
  ["spreading into an object", () => ({ ...(answer as object) })],
  ["JSON.stringify", () => JSON.stringify(answer)],
  ["the in operator", () => "x" in answer],
  ["setting a property", () => Object.assign(answer, { x: 1 })],
  ["deleting a property", () => delete answer.y],
  ["Object.keys", () => Object.keys(answer)],
  ["instanceof", () => (answer as object) instanceof Date],
  ["Array.from", () => Array.from(answer)],
  ["passing it to Math.max", () => Math.max(answer, 1)],
])("%s says that the exercise is not done yet", (_, use) => {
  expect(use).toThrow(/^Exercise 03-2 is not done yet$/);
});

test("awaiting it says so too", async () => {
  await expect((async () => await answer)()).rejects.toThrow("Exercise 03-2 is not done yet");
});

test("printing shows it kindly, alone and inside other values", () => {
  expect(inspect(answer)).toBe("[Exercise 03-2: not done yet]");
  expect(inspect({ rows: [answer] })).toBe("{ rows: [ [Exercise 03-2: not done yet] ] }");
});

test("show says it kindly as well", () => {
  const display = Symbol.for("Jupyter.display");
  expect(display in answer).toBe(true);
  expect((answer as unknown as Record<symbol, () => unknown>)[display]?.()).toEqual({ "text/plain": "[Exercise 03-2: not done yet]" });
});

test("is recognised, and nothing else is", () => {
  expect(unfinished(answer)).toBe("03-2");
  for (const other of [undefined, null, 0, "03-2", {}, () => 1, class {}]) expect(unfinished(other)).toBeUndefined();
});
