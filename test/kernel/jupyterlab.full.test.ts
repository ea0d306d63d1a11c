import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { installKernelspec } from "../../lib/kernel/spec.ts";
import { withPage } from "../support/browser.ts";
import { NotebookPage } from "../support/jupyter.ts";
import { type JupyterServer, startJupyterServer } from "../support/jupyter-server.ts";
import { testWith } from "../support/parts.ts";
import { notebookOf } from "./tools/workplace.ts";

let folder = "";
let server: JupyterServer | undefined;

/** The notebook's code cells, by what they are for. */
const sources = {
  declares: 'const model = { layers: 3, activation: "relu" };\nconst fit = (epochs: number, rate = 0.1): string => String(epochs * rate);',
  completes: "model.",
  inspects: "fit",
  loops: "for (;;) {}",
  remembers: "model.layers + 1",
} as const;

const cell = Object.fromEntries(Object.keys(sources).map((name, index) => [name, index])) as Record<keyof typeof sources, number>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-lab-"));
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

testWith("chromium", "python")(
  "in JupyterLab Tab completes, Shift+Tab explains, Stop ends a loop and keeps variables, and a restart forgets them",
  async () => {
    await installKernelspec({ prefix: join(folder, "kernels") });
    await writeFile(join(folder, "a.ipynb"), JSON.stringify(notebookOf(Object.values(sources).map((source) => ({ source })))));
    const lab = await startJupyterServer(folder, { JUPYTER_PATH: join(folder, "kernels/share/jupyter") });
    server = lab;
    await withPage(async (page) => {
      const notebook = await NotebookPage.open(page, lab, "a.ipynb");
      expect((await notebook.run(cell.declares)).error).toBeUndefined();
      await completes(notebook);
      await explains(notebook);
      await stops(notebook);
      await restarts(notebook);
    });
  },
  120_000,
);

async function completes(notebook: NotebookPage): Promise<void> {
  await notebook.placeCursor(cell.completes);
  await notebook.page.keyboard.press("Tab");
  const items = notebook.page.locator(".jp-Completer-item");
  await items.filter({ hasText: "layers" }).waitFor();
  expect((await items.locator(".jp-Completer-match").allTextContents()).sort()).toEqual(["activation", "layers"]);
  await notebook.page.keyboard.type("la");
  await notebook.page.keyboard.press("Enter");
  await notebook.codeCell(cell.completes).locator(".cm-content", { hasText: "model.layers" }).waitFor();
}

async function explains(notebook: NotebookPage): Promise<void> {
  await notebook.placeCursor(cell.inspects);
  await notebook.page.keyboard.press("Shift+Tab");
  await notebook.page.locator(".jp-Tooltip", { hasText: "const fit: (epochs: number, rate?: number) => string" }).waitFor();
  await notebook.page.keyboard.press("Escape");
}

async function stops(notebook: NotebookPage): Promise<void> {
  await notebook.start(cell.loops);
  await notebook.pressStop();
  expect((await notebook.ended(cell.loops, 20)).error).toBe("KeyboardInterrupt: Interrupted");
  const { outputs } = await notebook.run(cell.remembers);
  expect(outputs).toMatchObject([{ output_type: "execute_result", data: { "text/plain": "4" } }]);
}

async function restarts(notebook: NotebookPage): Promise<void> {
  await notebook.restartKernel();
  expect((await notebook.run(cell.remembers)).error).toContain("Cannot find name 'model'");
  expect((await notebook.run(cell.declares)).error).toBeUndefined();
  expect((await notebook.run(cell.remembers)).error).toBeUndefined();
}
