import { copyFile, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { projectRoot } from "../../lib/base/index.ts";
import { installKernelspec } from "../../lib/kernel/spec.ts";
import { startLeaderboardService } from "../../lib/setup/leaderboard-service.ts";
import type { Service } from "../../lib/setup/service.ts";
import { screenshot, withPage } from "../support/browser.ts";
import { newHome } from "../support/home.ts";
import { NotebookPage } from "../support/jupyter.ts";
import { type JupyterServer, startJupyterServer } from "../support/jupyter-server.ts";
import { testWith } from "../support/parts.ts";

let folder = "";
let board: Service | undefined;
let server: JupyterServer | undefined;
const before = { ...process.env };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-lab-"));
  process.env["DESCENT_HOME"] = await newHome();
  process.env["DESCENT_LEADERBOARD_PORT"] = String(await getPort({ host: "127.0.0.1" }));
});

afterAll(async () => {
  await server?.stop();
  await board?.stop();
  process.env = before;
  await rm(folder, { recursive: true, force: true });
});

/** A learner's tree with a copy of the notebook, for JupyterLab saves what is open. */
async function learnersTree(name: string): Promise<string> {
  const tree = join(folder, "tree");
  await mkdir(join(tree, "notebooks"), { recursive: true });
  await copyFile(join(projectRoot, "notebooks", name), join(tree, "notebooks", name));
  await symlink(join(projectRoot, "node_modules"), join(tree, "node_modules"));
  return tree;
}

testWith(
  "chromium",
  "python",
  "tensorflow",
  "datasets",
)(
  "a learner opens the notebook in JupyterLab, sees its pictures, stops a training, goes on, and finds the submission on the leaderboard page",
  async () => {
    board = await startLeaderboardService();
    await installKernelspec({ prefix: join(folder, "kernels") });
    server = await startJupyterServer(await learnersTree("03-build-cnn.ipynb"), {
      JUPYTER_PATH: join(folder, "kernels/share/jupyter"),
      DESCENT_LEADERBOARD: board.url,
      DESCENT_BUDGET: "full", // a training long enough to be stopped
    });
    const lab = server;
    const { url } = board;
    await withPage(async (page) => {
      const notebook = await NotebookPage.open(page, lab, "notebooks/03-build-cnn.ipynb");
      expect(await notebook.kernelName()).toBe("TypeScript (Descent)");
      await seesPictures(notebook);
      await answersExercise(notebook);
      await stopsTraining(notebook);
      await watchesBoard(page, url, () => submits(notebook));
    });
  },
  240_000,
);

/** The first cells, up to the picture that Plotly draws from its own MIME type. */
async function seesPictures(notebook: NotebookPage): Promise<void> {
  const picture = await notebook.find("One picture:");
  await notebook.runRange(0, picture + 1);
  await notebook.codeCell(picture).locator(".js-plotly-plot .main-svg").first().waitFor();
  expect(await notebook.codeCell(picture).locator(".js-plotly-plot").textContent()).toContain("Ankle boot");
  for (const output of await notebook.page.locator(".jp-Notebook .jp-OutputArea-output").all()) {
    const [needed, given] = await output.evaluate((element) => [element.scrollWidth, element.clientWidth] as const);
    expect(needed).toBeLessThanOrEqual(given); // nothing is cut off at the right
  }
  await screenshot(notebook.page, "jupyterlab-plotly");
}

/** The exercise's answer, typed over its stub, is checked at once. */
async function answersExercise(notebook: NotebookPage): Promise<void> {
  const cell = await notebook.find('todo<number>("03-1")');
  await notebook.write(cell, 'const rows = 28 - 5 + 1;\nawait exercise("03-1").check(rows);');
  const { error, outputs } = await notebook.run(cell);
  expect(error).toBeUndefined();
  expect(outputs.map(({ output_type }) => output_type)).toEqual(["display_data"]); // and is told once
  expect(await notebook.codeCell(cell).locator(".jp-OutputArea-output").allTextContents()).toContainEqual(
    expect.stringContaining("PASS: 1 of 1"),
  );
}

/** Stop ends the training at the next batch, and the learner says what it keeps. */
async function stopsTraining(notebook: NotebookPage): Promise<void> {
  const network = await notebook.find("const network = tf.sequential");
  await notebook.runRange(network, (await notebook.find("const learner = new Learner(")) + 1);
  const training = await notebook.find("learner.fitOneCycle(");
  await notebook.start(training);
  const table = notebook.codeCell(training).locator(".jp-OutputArea-output");
  await table
    .filter({ hasText: /batch \d+ of/ })
    .first()
    .waitFor();
  await screenshot(notebook.page, "jupyterlab-training");
  const pressed = performance.now();
  await notebook.pressStop();
  const { error } = await notebook.ended(training, 20);
  expect(performance.now() - pressed).toBeLessThan(10_000);
  // The learner ends the cell well; where a batch takes longer than the kernel's patience, the kernel ends it.
  expect([undefined, "KeyboardInterrupt: Interrupted"]).toContain(error);
  expect(await table.allTextContents()).toContainEqual(expect.stringContaining("the learner keeps what it has learnt"));
  await screenshot(notebook.page, "jupyterlab-stopped");
}

/** The predictions of the stopped learner go to the leaderboard. @returns the accuracy that the cell tells, such as `0.469` */
async function submits(notebook: NotebookPage): Promise<string> {
  const predicting = await notebook.find("learner.predict(fashion.test)");
  await notebook.runRange(predicting, predicting + 1);
  const submitting = await notebook.find("leaderboard.submit(predictions");
  await notebook.runRange(submitting, submitting + 1);
  await screenshot(notebook.page, "jupyterlab-submitted");
  const told = await notebook.codeCell(submitting).locator(".jp-OutputArea-output").allTextContents();
  return /Rank 1 of 1, (\d\.\d{3})/.exec(told.join("\n"))?.[1] ?? `no accuracy in: ${told}`;
}

/** The leaderboard's page is open while the submission comes, and shows its row without being loaded again. */
async function watchesBoard(page: Page, url: string, submit: () => Promise<string>): Promise<void> {
  const projector = await page.context().newPage();
  await projector.goto(new URL("c/fashion-mnist", url).href);
  await page.bringToFront();
  expect(await projector.locator("tbody tr", { hasText: "first network" }).count()).toBe(0);
  const accuracy = await submit();
  await projector.bringToFront();
  const row = projector.locator("tbody tr", { hasText: "first network" });
  await row.waitFor();
  expect(await row.textContent()).toContain(accuracy);
  await screenshot(projector, "leaderboard-row");
}
