import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { newHome } from "../support/home.ts";
import { testWith } from "../support/parts.ts";
import { descent } from "../support/start.ts";

async function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const [program, ...rest] = descent(...words);
  const result = spawnSync(program, rest, {
    cwd: projectRoot,
    env: { ...process.env, DESCENT_HOME: await newHome(), ...env },
    encoding: "utf8",
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

testWith("tensorflow", "python")("doctor finds the native engine, wasm, JupyterLab, the kernel and the database", async () => {
  const { code, stdout, stderr } = await run(["doctor", "--json"]);
  const report = JSON.parse(stdout);
  expect([code, stderr, report.ok]).toEqual([0, "", true]);
  expect(report.engines).toContainEqual(
    expect.objectContaining({ name: "tensorflow", works: true, detail: expect.stringMatching(/^TensorFlow 2\./) }),
  );
  expect(report.engines).toContainEqual(expect.objectContaining({ name: "wasm", works: true }));
  for (const part of ["node", "python", "jupyterlab", "kernel", "database", "data", "home"]) {
    expect(report.parts).toContainEqual(expect.objectContaining({ part, works: true }));
  }
});

test("each part that is missing comes with its mend, and without JupyterLab the exit code is 1", async () => {
  const nowhere = await newHome();
  const { code, stdout } = await run(["doctor", "--json"], {
    CONDA_PREFIX: nowhere,
    CONDA_DEFAULT_ENV: "descent",
    DESCENT_DATASETS: `${nowhere}/gone`,
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
  });
  expect(code).toBe(1);
  const broken = JSON.parse(stdout).parts.filter(({ works }: { works: boolean }) => !works);
  expect(broken.map(({ part }: { part: string }) => part)).toEqual(["python", "jupyterlab", "kernel", "database", "data"]);
  for (const { mend } of broken) expect(mend).toMatch(/npm run setup|kernel install|DATABASE_URL|DESCENT_DATASETS/);
});

test("set-up goes on where parts can't be had, and names each with its mend", async () => {
  const nowhere = await newHome();
  const { code, stdout, stderr } = await run(["setup", "--json"], { CONDA_PREFIX: nowhere, CONDA_DEFAULT_ENV: "descent" });
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(code).toBe(0);
  expect(events.at(-1)).toEqual({ event: "setup", complete: false, missing: ["python", "jupyter", "tensorflow", "binding", "kernel"] });
  const failed = events.filter(({ status }) => status === "failed");
  expect(failed).toHaveLength(5);
  for (const { problem } of failed) expect(problem.hint).not.toBe("");
  expect(stderr).toContain("conda env update --file environment.yml");
  expect(stderr).toContain("The course works without what is missing");
});

test("wrong usage ends with 2 and shows the usage; help is no fault", async () => {
  expect(await run(["dance"])).toMatchObject({ code: 2, stderr: expect.stringContaining("unknown command 'dance'"), stdout: "" });
  expect(await run(["run"])).toMatchObject({ code: 2, stderr: expect.stringContaining("missing required argument") });
  expect(await run(["--help"])).toMatchObject({ code: 0 });
});
