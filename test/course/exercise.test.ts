import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { exercise } from "../../lib/course/exercise.ts";
import { todo } from "../../lib/exercise/index.ts";
import { displaySymbol } from "../../lib/plot/index.ts";

let home = "";
let printed = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "descent-home-"));
  vi.stubEnv("DESCENT_HOME", home);
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

const kept = async () => JSON.parse(await readFile(join(home, "progress.json"), "utf8"));

test("a right answer says PASS with its points, and they are kept", async () => {
  const result = await exercise("03-1").check(24);
  expect(printed).toBe("PASS: 1 of 1. Right.\n");
  expect(result).toMatchObject({ status: "PASS", points: 1, of: 1 });
  expect(await kept()).toEqual({ "03-1": { attempts: 1, hints: 0, points: 1, status: "PASS" } });
});

test("a wrong answer says why and where help is", async () => {
  await exercise("03-1").check(23);
  expect(printed).toBe(
    "FAIL: 0 of 1. 23 is not right. Did you forget the + 1? Count the places for a 3-pixel filter on a 5-pixel row by hand.\n" +
      'Stuck? await exercise("03-1").hint() (3 hints left)\n',
  );
});

test("points stay those of the best attempt", async () => {
  await exercise("03-1").check(24);
  await exercise("03-1").check(7);
  expect(await kept()).toMatchObject({ "03-1": { attempts: 2, points: 1, status: "FAIL" } });
});

test("an unfinished answer is no attempt", async () => {
  await exercise("03-2").check(todo("03-2"));
  expect(printed).toContain("UNATTEMPTED: 0 of 4. Write your answer");
  await exercise("03-2").solution();
  expect(printed).toContain("Not yet. Try it first");
});

test("hints come one at a time, say how many are left, and come all again at the end", async () => {
  for (let time = 0; time < 4; time++) await exercise("03-1").hint();
  expect(printed).toMatch(
    /Hint 1 of 3: .*\n2 hints left\.\nHint 2 of 3: .*\n1 hint left\.\nHint 3 of 3: .*\nNo hint is left\..*\nAll hints again: 1\. .* 2\. .* 3\. /,
  );
});

test("the solution is shown after an attempt, as code", async () => {
  await exercise("03-1").check(1);
  await exercise("03-1").solution();
  expect(printed).toContain("A solution of exercise 03-1:");
  expect(printed).toContain("const rows = 28 - 5 + 1;");
  expect(printed).not.toMatch(/STUB|SOLUTION/);
});

test("skipping gives an answer to go on with that earns nothing, until an own one comes", async () => {
  const convolve = await exercise("03-2").skip();
  expect(
    convolve(
      [
        [1, 2],
        [3, 4],
      ],
      [[1]],
    ),
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(await exercise("03-2").check(convolve)).toMatchObject({ status: "UNATTEMPTED", points: 0 });
  expect(await kept()).toMatchObject({ "03-2": { points: 0, skipped: true } });
  const own = (image: number[][], kernel: number[][]) => convolve(image, kernel);
  expect(await exercise("03-2").check(own)).toMatchObject({ status: "PASS", points: 4 });
});

test("an id that no exercise has is answered with those most alike", () => {
  expect(() => exercise("3-2")).toThrow('Expected the id of an exercise but got "3-2". The nearest are 03-2, 01-2, ');
});

test("a damaged progress file is moved aside with a word, and the check goes on", async () => {
  for (const damage of ['{"03-1": {"attem', '{"03-1": 7}', "[]"]) {
    await writeFile(join(home, "progress.json"), damage);
    expect(await exercise("03-1").check(24)).toMatchObject({ status: "PASS" });
    expect(await kept()).toMatchObject({ "03-1": { attempts: 1 } });
  }
  expect(printed).toContain("is damaged and was moved to");
  const aside = (await readdir(home)).filter((name) => name.startsWith("progress.json.damaged-"));
  expect(aside).toHaveLength(3);
});

test("where progress can't be kept the check goes on with a word", async () => {
  await writeFile(join(home, "file"), "");
  vi.stubEnv("DESCENT_HOME", join(home, "file"));
  expect(await exercise("03-1").check(24)).toMatchObject({ status: "PASS" });
  expect(printed).toContain("Your progress could not be kept");
});

test("the cell that checked shows no more of the result; another cell shows it again", async () => {
  const key = Symbol.for("descent.cell");
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, key);
  });
  Reflect.set(globalThis, key, { signal: new AbortController().signal });
  const result = await exercise("03-1").check(24);
  expect(result[displaySymbol]()).toBeUndefined();
  Reflect.set(globalThis, key, { signal: new AbortController().signal });
  expect(result[displaySymbol]()).toEqual({ "text/plain": "PASS: 1 of 1. Right." });
});

test("under nbgrader a check throws at 0 points and otherwise gives the cell the points", async () => {
  vi.stubEnv("NBGRADER_EXECUTION", "autograde");
  await expect(exercise("03-1").check(23)).rejects.toThrow("FAIL: 0 of 1. 23 is not right");
  const result = await exercise("03-1").check(24);
  expect(result[displaySymbol]()).toEqual({ "text/plain": "1" }); // also in the cell that has shown it
});
