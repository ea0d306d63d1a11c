import { afterAll, beforeAll } from "vitest";
import { startLeaderboard } from "../../../lib/leaderboard/index.ts";
import { withPage } from "../../support/browser.ts";
import { testWith } from "../../support/parts.ts";
import { coins, newcomer, practice, type Stage, stage, submit } from "../support.ts";

const test = testWith("chromium");
let on: Stage;
let url: string;

beforeAll(async () => {
  on = await stage();
  url = on.leaderboard.url;
});
afterAll(() => on.close());

test("follows at / the board that moved last, and says so where an address names no board", async () => {
  await withPage(async (page) => {
    await page.goto(url);
    await submit(url, await newcomer(url), { board: "practice" });
    await page.getByRole("heading", { name: "Practice coins" }).waitFor();
    await submit(url, await newcomer(url));
    await page.getByRole("heading", { name: "Coins", exact: true }).waitFor();
    await page.goto(`${url}c/none`);
    await page.getByText("There is no board of the name none. Choose one above.").waitFor();
    await page.getByRole("link", { name: "Coins", exact: true }).click();
    await page.getByRole("heading", { name: "Coins", exact: true }).waitFor();
  });
});

test("says that the connection is lost, and catches up by itself when the server is back", async () => {
  const other = { databaseUrl: on.postgres.url, competitions: [coins, practice] };
  const first = await startLeaderboard({ ...other, port: 0 });
  const port = Number(new URL(first.url).port);
  await withPage(async (page) => {
    await page.goto(`${first.url}c/coins`);
    await page.getByText("Live", { exact: true }).waitFor();
    await first.close();
    await page.getByText("Connection lost at").waitFor();
    await submit(url, await newcomer(url, "Meanwhile"));
    const second = await startLeaderboard({ ...other, port });
    await page.getByText("Live", { exact: true }).waitFor();
    await page.locator("#rows").getByText("Meanwhile").waitFor();
    await second.close();
  });
});
