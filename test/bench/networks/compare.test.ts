import { join } from "node:path";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";

const toy = { script: join(import.meta.dirname, "../support/toy-contender.ts") };
const work = { items: 64, seconds: 1 };

test("each engine has its rows, those with graphs also one against each variant, and they alone the large network", async () => {
  const measured: string[] = [];
  const { rows, machine } = await compare(
    {
      name: "toy",
      cases: [
        { network: "cnn", batch: 32 },
        { network: "resnet18", batch: 32 },
      ],
      work: { cnn: work, resnet18: work },
      rounds: 1,
      ours: toy,
      variants: { eager: toy },
      counted: {},
      shown: {},
      verify: (outcome, network) => (network === "cnn" ? outcome : { why: "refused" }),
      onMeasured: (title) => measured.push(title),
    },
    { say: () => {} },
  );
  const ofGraphs = (engine: string): string[] =>
    ["batch=32", "batch=32 against eager", "resnet18 batch=32", "resnet18 batch=32 against eager"].map((title) => `${engine} ${title}`);
  expect(rows.map((row) => row.case)).toEqual([...ofGraphs("cuda"), "webgpu batch=32", ...ofGraphs("tensorflow"), "wasm batch=32"]);
  const [beside, against, refused] = rows;
  // The toy says that its n-th run took n s; the first is warm-up.
  expect(beside).toMatchObject({ ours: 32, peers: { eager: 32 }, ratio: null });
  expect(against).toMatchObject({ ours: 32, peers: { eager: 32 }, ratio: 1, ratioTo: "eager" });
  expect(refused).toMatchObject({ ours: null, missing: { ours: "refused", eager: "refused" } });
  expect(measured).toEqual(["cuda batch=32", "webgpu batch=32", "tensorflow batch=32", "wasm batch=32"]);
  expect(Object.keys(machine.versions)).toEqual(["cuda", "cuda eager", "webgpu", "tensorflow", "tensorflow eager", "wasm"]);
});
