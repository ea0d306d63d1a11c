import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Contender } from "./contender.ts";

const started: Contender[] = [];
afterEach(() => Promise.all(started.splice(0).map((contender) => contender.stop())));

function toy(fault = "none", program = process.execPath): Contender {
  const contender = new Contender({ program, args: ["--no-warnings", join(import.meta.dirname, "support/toy-contender.ts"), fault] });
  started.push(contender);
  return contender;
}

test("a contender answers one request after the other, whatever its libraries print in between", async () => {
  const contender = toy();
  expect(await contender.ask("prepare")).toEqual({ secondsPerItem: 0.001, facts: { loss: 2 } });
  const answers = await Promise.all([contender.ask("measure", { items: 4 }), contender.ask("measure", { items: 8 })]);
  expect(answers).toMatchObject([
    { seconds: 1, items: 4 },
    { seconds: 2, items: 8 },
  ]);
});

test("an error of a contender is its answer, and it goes on", async () => {
  const contender = toy("fails");
  await expect(contender.ask("prepare")).rejects.toMatchObject({
    code: "contender-failed",
    message: "Expected a batch that fits but got one that is too large",
  });
  expect(await contender.ask("measure", { items: 4 })).toMatchObject({ items: 4 });
});

test("a contender that ends is named with its exit code and what it said last, and later requests fail alike", async () => {
  const contender = toy("ends");
  await contender.ask("measure", { items: 4 });
  await expect(contender.ask("measure", { items: 4 })).rejects.toThrow(/^ended with exit code 3\n {2}Fatal: the toy broke$/);
  await expect(contender.ask("measure", { items: 4 })).rejects.toThrow("ended with exit code 3");
});

test("a contender that hangs is given up and killed", async () => {
  const contender = toy("hangs");
  await contender.ask("prepare");
  await expect(contender.ask("measure", { items: 4 }, { seconds: 0.2 })).rejects.toThrow("took longer than 0.2 s to measure");
  const before = performance.now();
  await contender.stop();
  expect(performance.now() - before).toBeLessThan(2000);
});

test("a program that is not there is a failure of that contender", async () => {
  await expect(toy("none", "/nowhere/python").ask("prepare")).rejects.toThrow("could not be started: spawn /nowhere/python ENOENT");
});

test("a verb that a contender does not know names those that it knows", async () => {
  await expect(toy().ask("sing")).rejects.toThrow("Expected one of start, prepare, measure but got sing");
});
