import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { screenshot, withPage } from "../../support/browser.ts";
import { testWith } from "../../support/parts.ts";
import { newcomer, right, type Stage, stage, submit } from "../support.ts";

const test = testWith("chromium");
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
let on: Stage;
let url: string;

beforeAll(async () => {
  on = await stage();
  url = on.leaderboard.url;
});
afterAll(() => on.close());

/** A visit at a projector's size, which ends well only if the page's console stayed silent and nothing was asked of other servers. */
async function visit(path: string, look: (page: Page) => Promise<void>, colorScheme: "light" | "dark" = "light"): Promise<void> {
  const complaints: string[] = [];
  const watched = async (page: Page): Promise<void> => {
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(new URL(path, url).href);
    await look(page);
  };
  await withPage(watched, { viewport: { width: 1920, height: 1080 }, colorScheme, reducedMotion: "reduce" });
  expect(complaints).toEqual([]);
}

async function violations(page: Page): Promise<string[]> {
  // Evaluated through the debugger, not as a script element, for the page's own policy would refuse that.
  await page.evaluate(await readFile(axe, "utf8"));
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; help: string }[] }> } };
    return (await checker.run()).violations.map(({ id, help }) => `${id}: ${help}`);
  });
}

const rowsOf = (page: Page): Promise<string[]> => page.locator("#rows tr").allInnerTexts();

test("shows an empty board with what to type, and is accessible", async () => {
  await visit("c/coins", async (page) => {
    await page.getByText("No submissions yet").waitFor();
    expect(await page.locator("#example").innerText()).toContain('leaderboard.pictures("coins")');
    expect(await page.locator("#practice-label").isVisible()).toBe(false);
    await screenshot(page, "board-empty");
    expect(await violations(page)).toEqual([]);
  });
});

test("shows a new submission without a reload, in the table and as a bar with a whisker", async () => {
  await visit("c/coins", async (page) => {
    await page.getByText("No submissions yet").waitFor();
    await submit(url, await newcomer(url, "Ada"), { predictions: right(5), note: "small CNN" });
    await page.locator("#rows tr").waitFor();
    expect((await rowsOf(page))[0]).toMatch(/^1\s+Ada\s*\n?\s*small CNN\s+0\.833 ± 0\.152\s+1\s+\d\d:\d\d/);
    await page.locator("#chart .bars .point").waitFor();
    await submit(url, await newcomer(url, "Ben"), { predictions: right(6) });
    await page.getByText("Ben", { exact: true }).first().waitFor();
    expect((await rowsOf(page)).map((row) => row.split(/\s+/).slice(0, 2))).toEqual([
      ["1", "Ben"],
      ["2", "Ada"],
    ]);
    expect(await page.locator("#rows tr.fresh").count()).toBe(1);
    await expect.poll(() => page.locator("#chart .bars .point").count(), { timeout: 20_000 }).toBe(2);
    expect(await page.locator("#chart .errorbar").count()).toBe(2);
    expect(await page.locator("#chart").getAttribute("aria-label")).toContain("in front Ben with 1.000 ± 0.000");
    expect(await page.locator("#news").innerText()).toBe("Ben: rank 1, 1.000 ± 0.000");
    expect(await page.locator("#updated").innerText()).toMatch(/^Last update \d\d:\d\d:\d\d$/);
    await screenshot(page, "board-live");
    expect(await violations(page)).toEqual([]);
  });
});

test("shows thirty rows with long and hostile names as they are, dark, labelled as practice, and is accessible", async () => {
  const hostile = "<img src=x onerror=alert(1)><b>bold</b>";
  const long = "Wilhelmina-Alexandrina von Hohenstaufen zu Württemberg & Co";
  for (const name of [hostile, long, ...Array.from({ length: 28 }, (_, index) => `Learner ${index}`)]) {
    await submit(url, await newcomer(url, name), { board: "practice", predictions: right(name.length % 7), note: hostile });
  }
  const look = async (page: Page): Promise<void> => {
    await expect.poll(() => page.locator("#rows tr").count(), { timeout: 20_000 }).toBe(30);
    const text = await page.locator("#rows").innerText();
    expect(text).toContain(hostile);
    expect(text).toContain(long);
    await expect.poll(() => page.locator("#chart .bars .point").count(), { timeout: 20_000 }).toBe(15);
    expect(await page.locator("#chart b, #chart img, #rows b, #rows img").count()).toBe(0);
    expect(await page.locator("#practice-label").innerText()).toBe("Practice board");
    expect(await page.locator("#about").innerText()).toContain("Everyone has the labels.");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await screenshot(page, "board-thirty-dark");
    expect(await violations(page)).toEqual([]);
  };
  await visit("c/practice", look, "dark");
});
