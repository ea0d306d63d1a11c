import { expect, test } from "vitest";
import { packagesIn } from "../../../lib/kernel/front/imports.ts";

test("packages are found in every form of an import, once each", () => {
  const source = `import * as tf from "@tensorflow/tfjs";
import pl, { type Series } from 'nodejs-polars';
import {
  loader,
  transforms as T,
} from "descent/data";
import "side-effect";
import { again } from "descent/data";`;
  expect(packagesIn(source)).toEqual(["@tensorflow/tfjs", "nodejs-polars", "descent/data", "side-effect"]);
});

test("types, files, Node's own modules, tslab and words in texts are left out", () => {
  const source = `import type { Tensor } from "@tensorflow/tfjs";
import { a } from "./a.ts"; import { b } from "../b";
import { readFileSync } from "fs";
import { join } from "node:path";
import { x } from "#x";
import { display } from "tslab";
const text = 'import { y } from "y"';
const later = await import("z");`;
  expect(packagesIn(source)).toEqual([]);
});
