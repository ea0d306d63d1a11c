import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTable } from "../../../lib/data/index.ts";
import { csvLog } from "../../../lib/train/index.ts";
import { fitWith, HandMadeRun, inAnotherProcess } from "./hand-made-run.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-log-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, "runs", "log.csv");
const rows = () => readFileSync(path(), "utf8").split("\n");
const head = "fit,epoch,train_loss,valid_loss,accuracy,error,learning_rate,seconds";

test("writes a line an epoch, in folders that it makes; later fits go on below", async () => {
  const callback = csvLog(path());
  await fitWith(callback, [
    { train: 1.5, valid: 1.25 },
    { valid: 0.5, accuracy: 0.75, error: 0.25 },
  ]);
  await fitWith(callback, [{ valid: Number.NaN }]);
  expect(rows()).toEqual([head, "1,1,1.5,1.25,0.5,0.5,0.1,1", "1,2,1,0.5,0.75,0.25,0.1,1", "2,1,1,NaN,0.5,0.5,0.1,1", ""]);
  expect(readdirSync(join(folder, "runs"))).toEqual(["log.csv"]);
});

test("polars reads it", async () => {
  await fitWith(csvLog(path()), [{ valid: 1.25 }, { valid: 0.5 }]);
  const table = await readTable(path());
  expect(table.columns).toEqual(head.split(","));
  expect(table.getColumn("valid_loss").toArray()).toEqual([1.25, 0.5]);
});

test("a fit that goes on after a kill doubles no line: epochs that are made again replace their lines", async () => {
  const make = () => csvLog(path());
  const first = make();
  const run = new HandMadeRun();
  first.beforeFit?.(run);
  await run.epochWith([first], { valid: 1 });
  const checkpoint = inAnotherProcess(make, first);
  await run.epochWith([first], { valid: 0.9 }); // written, and then killed before the next checkpoint
  expect(rows()).toHaveLength(4);
  run.epoch = 1;
  checkpoint.beforeFit?.(run);
  await run.epochWith([checkpoint], { valid: 0.8 });
  expect(rows()).toEqual([head, "1,1,1,1,0.5,0.5,0.1,1", "1,2,1,0.8,0.5,0.5,0.1,1", ""]);
});

test("a new callback begins the file anew, at the end of its first epoch", async () => {
  await fitWith(csvLog(path()), [{ valid: 3 }]);
  const callback = csvLog(path());
  callback.beforeFit?.(new HandMadeRun());
  expect(rows()[1]).toContain(",3,");
  await fitWith(callback, [{ valid: 2 }]);
  expect(rows()).toHaveLength(3);
});

test("a metric's name may hold commas and quotes", async () => {
  const run = new HandMadeRun();
  run.metrics.splice(0, 2, { ...run.metrics[0], name: 'the "best", so far' } as (typeof run.metrics)[0]);
  await fitWith(csvLog(path()), [{ valid: 1 }], run);
  expect(rows()[0]).toBe('fit,epoch,train_loss,valid_loss,"the ""best"", so far",learning_rate,seconds');
});

test("what can't be written is told", async () => {
  writeFileSync(join(folder, "runs"), "a file in the place of the folder");
  await expect(fitWith(csvLog(path()), [{ valid: 1 }])).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(() => csvLog(3 as never)).toThrow('Expected the path of a file, such as "log.csv", but got 3');
});
