import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { type BrowserContextOptions, chromium as driver, type Page } from "playwright-core";
import { messageOf } from "../../lib/base/index.ts";
import { chromium } from "./parts.ts";

/** Flags that keep a test's browser quiet, inside this machine, and able to run as root in a container. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/**
 * Runs `visit` with a page of a fresh Chromium, and closes it. Where `visit` throws, its error also tells what the page's console said
 * and where a screenshot of its last state lies.
 *
 * @throws Error when this machine has no Chromium: such tests are declared by `testWith("chromium")`
 */
export async function withPage(visit: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> {
  const program = chromium();
  const executablePath = program && onPath(program);
  if (!executablePath) throw new Error("Expected a Chromium on this machine but found none");
  const browser = await driver.launch({ executablePath, args: flags });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 1024 }, ...options }); // lets a test open further pages
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (entry) => entry.type() === "error" && complaints.push(entry.text()));
    try {
      await visit(page);
    } catch (error) {
      const picture = await screenshot(page, "failure").catch(() => "none");
      throw new Error(`${messageOf(error)}\nScreenshot: ${picture}\nConsole: ${complaints.slice(-5).join("\n") || "silent"}`, {
        cause: error,
      });
    }
  } finally {
    await browser.close();
  }
}

/** Where a program lies; an absolute path is its own answer. */
const onPath = (program: string): string | undefined =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => resolve(folder, program))
    .find((path) => existsSync(path));

/** Writes a picture of what the page shows now. @returns its path, in `DESCENT_SCREENSHOTS` or the folder for temporary files */
export async function screenshot(page: Page, name: string): Promise<string> {
  const folder = process.env["DESCENT_SCREENSHOTS"] || join(tmpdir(), "descent-screenshots");
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  return path;
}
