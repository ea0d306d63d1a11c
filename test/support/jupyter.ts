import type { Locator, Page } from "playwright-core";
import type { CodeCell, Notebook, NotebookOutput } from "../../lib/notebook/format.ts";
import type { JupyterServer } from "./jupyter-server.ts";

/** What a code cell of the open notebook holds when it has ended. */
export interface CellResult {
  /** As the notebook file would have them. */
  readonly outputs: readonly NotebookOutput[];
  /** `ename: evalue` of the error that ended it. */
  readonly error: string | undefined;
}

/** The part of JupyterLab's application object (`--LabApp.expose_app_in_browser`) that leads to the open notebook's cells. */
interface ExposedPage {
  readonly jupyterapp: {
    readonly shell: {
      readonly currentWidget: { readonly content: { readonly model: { toJSON(): Notebook } } };
    };
  };
}

const dialogs = (page: Page): Locator => page.locator(".jp-Dialog");
const acceptDialog = (dialog: Locator): Promise<void> => dialog.locator("button.jp-mod-accept").click();

/** A notebook open in JupyterLab 4, used as a learner uses it: by its cells, its prompts and its toolbar. */
export class NotebookPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /**
   * Opens a notebook and waits until its kernel has answered.
   *
   * @param path below the server's folder, with `/` between its parts
   */
  static async open(page: Page, server: JupyterServer, path: string): Promise<NotebookPage> {
    await page.addLocatorHandler(dialogs(page), acceptDialog);
    await page.goto(`${server.url}/lab/tree/${path}?token=${server.token}`);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
    // A kernel that has not answered yet also counts as idle, under no name.
    await page.locator(".jp-Toolbar-kernelName", { hasNotText: "No Kernel" }).waitFor({ timeout: 60_000 });
    const notebook = new NotebookPage(page);
    await notebook.waitForIdle(60);
    return notebook;
  }

  /** The code cells, from the top; text cells are left out. */
  codeCell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-CodeCell").nth(index);
  }

  /** The kernel's name as the toolbar shows it. */
  async kernelName(): Promise<string> {
    return (await this.page.locator(".jp-Toolbar-kernelName").textContent())?.trim() ?? "";
  }

  /** Starts a code cell and returns as soon as JupyterLab has taken it. */
  async start(index: number): Promise<void> {
    const before = (await this.#prompt(index).textContent()) ?? "";
    await this.#prompt(index).click(); // selects the cell without a cursor in its text
    await this.page.keyboard.press("Control+Enter");
    await this.#prompt(index).filter({ hasNotText: before }).waitFor();
  }

  /** Runs a code cell to its end. @param seconds that it may take */
  async run(index: number, seconds = 60): Promise<CellResult> {
    await this.start(index);
    return this.ended(index, seconds);
  }

  /** Waits for the end of a cell that was started. */
  async ended(index: number, seconds = 60): Promise<CellResult> {
    const started = performance.now();
    await this.#prompt(index)
      .filter({ hasText: /^\[\d+\]:$/ })
      .waitFor({ timeout: seconds * 1000 });
    await this.waitForIdle(Math.max(1, seconds - (performance.now() - started) / 1000));
    return this.result(index);
  }

  /** What a cell holds now. */
  async result(index: number): Promise<CellResult> {
    const outputs = (await this.#codeCells())[index]?.outputs;
    if (!outputs) throw new RangeError(`Expected a code cell ${index} but the notebook has none`);
    const failure = outputs.find(({ output_type }) => output_type === "error");
    return { outputs, error: failure && `${failure["ename"]}: ${failure["evalue"]}` };
  }

  /** Runs the code cells `from` … `to` − 1, one after the other. @throws Error naming the first that fails */
  async runRange(from: number, to: number, seconds = 60): Promise<void> {
    for (let index = from; index < to; index++) {
      const { error } = await this.run(index, seconds);
      if (error) throw new Error(`Expected code cell ${index} to end well but it failed:\n${error}`);
    }
  }

  /** The first code cell whose source has the text. */
  async find(text: string): Promise<number> {
    const cells = await this.#codeCells();
    const index = cells.findIndex(({ source }) => [source].flat().join("").includes(text));
    if (index < 0) throw new Error(`Expected a code cell with ${JSON.stringify(text)} but none of ${cells.length} has it`);
    return index;
  }

  /** Replaces a code cell's text, as typing over it does. */
  async write(index: number, source: string): Promise<void> {
    await this.codeCell(index).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.insertText(source); // keystrokes would have brackets closed by the editor
    await this.page.keyboard.press("Escape");
  }

  /** Puts the cursor at the end of a code cell's text. */
  async placeCursor(index: number): Promise<void> {
    await this.codeCell(index).locator(".cm-content").click();
    await this.page.keyboard.press("ControlOrMeta+End");
  }

  /** Presses Stop, the square in the toolbar. */
  async pressStop(): Promise<void> {
    await this.page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]').click();
  }

  /** Presses Restart, the round arrow in the toolbar, says yes, and waits for the new kernel. */
  async restartKernel(): Promise<void> {
    const { page } = this;
    await page.removeLocatorHandler(dialogs(page)); // this dialog is expected
    const restarted = page.waitForResponse((response) => /\/api\/kernels\/[^/]+\/restart/.test(response.url()));
    await page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:restart-kernel"]').click();
    await acceptDialog(dialogs(page));
    await restarted;
    await page.addLocatorHandler(dialogs(page), acceptDialog);
    await this.waitForIdle(60);
  }

  /** Waits until the kernel has nothing to do. */
  async waitForIdle(seconds: number): Promise<void> {
    await this.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor({ timeout: seconds * 1000 });
  }

  async #codeCells(): Promise<CodeCell[]> {
    const { cells } = await this.page.evaluate(() =>
      (globalThis as unknown as ExposedPage).jupyterapp.shell.currentWidget.content.model.toJSON(),
    );
    return cells.filter((cell) => cell.cell_type === "code");
  }

  #prompt(index: number): Locator {
    return this.codeCell(index).locator(".jp-InputPrompt");
  }
}
