import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { bars, contactSheet, displaySymbol, figure, show } from "../../lib/plot/index.ts";
import { withPng } from "../../lib/plot/static-png.ts";
import { find, pixelsOf } from "./pixels.ts";

const counts = bars({ zebra: 2, lion: 1 }, { title: "Pictures", x: "species", y: "count" });

test("a figure comes with a picture of twice its size on the screen, for those that can't draw it", async () => {
  const bundle = counts[displaySymbol]();
  const picture = await pixelsOf(bundle["image/png"]);
  expect([picture.width, picture.height]).toEqual([1680, 720]);
  expect(find(picture, "blue").count).toBeGreaterThan(10_000);
  expect(JSON.parse(JSON.stringify(bundle))).toMatchObject({
    "image/png": expect.stringMatching(/^iVBOR/),
    "text/plain": counts.toString(),
  });
});

test("it is drawn once, and only for those who read it: not for a terminal", () => {
  const drawing = vi.fn(
    () => ({ kind: "sheet", svg: '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', density: 1 }) as const,
  );
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const bundle = withPng({ "text/plain": "words" }, drawing);
  show({ [displaySymbol]: () => bundle });
  expect(write.mock.calls).toEqual([["words\n"]]);
  write.mockRestore();
  expect(drawing).not.toHaveBeenCalled();
  expect(bundle["image/png"]).toBe(bundle["image/png"]);
  expect(drawing).toHaveBeenCalledTimes(1);
});

test("what is shown stays in its order without being awaited, though a picture takes its time", () => {
  const shown: string[] = [];
  const kernel = globalThis as { display?: unknown };
  kernel.display = (bundle: object) => shown.push(Object.keys(JSON.parse(JSON.stringify(bundle))).join(" "));
  try {
    expect(show(counts, "words")).toBeUndefined();
  } finally {
    delete kernel.display;
  }
  expect(shown).toEqual(["text/plain application/vnd.plotly.v1+json image/png", "text/plain"]);
});

test("a figure that Plotly may take and nobody else is told in words, and what is no drawing at all does no harm", async () => {
  const odd = figure(
    [
      { type: "scatter", x: [{}, null], y: "abc" },
      { type: "heatmap", z: [[null]] },
    ],
    { title: { text: 7 }, xaxis: null },
  );
  expect((await pixelsOf(odd[displaySymbol]()["image/png"])).width).toBe(1680);
  expect(withPng({ "text/plain": "" }, () => ({ kind: "sheet", svg: "no svg", density: 1 }))["image/png"]).toBeUndefined();
  expect(counts[displaySymbol]()["image/png"]).toBeDefined(); // the next one is drawn all the same
});

test("a contact sheet's picture holds each pixel of each picture as a square, in the order of the rows", async () => {
  const pixels = Uint8Array.from([0x00, 0x72, 0xb2, 0xd5, 0x5e, 0x00, 0x00, 0x9e, 0x73]); // blue, vermillion, green
  const sheet = contactSheet({ pixels, height: 1, width: 1, channels: 3, columns: 2, titles: ["one", "two", "three"] });
  const picture = await pixelsOf(sheet[displaySymbol]()["image/png"]);
  const [blue, vermillion, green] = [find(picture, "blue"), find(picture, "vermillion"), find(picture, "green")];
  expect(blue.right - blue.left).toBe(blue.bottom - blue.top);
  expect(blue.right).toBeLessThan(vermillion.left);
  expect(blue.bottom).toBeLessThan(green.top);
  expect(green.left).toBe(blue.left);
});

test("on a machine without fonts there is no picture, which would have boxes for letters, and nothing else changes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "descent-fonts-"));
  try {
    await writeFile(join(folder, "fonts.conf"), `<?xml version="1.0"?><fontconfig><dir>${folder}</dir></fontconfig>`);
    await writeFile(
      join(folder, "show.ts"),
      `import { displaySymbol, lines } from ${JSON.stringify(join(projectRoot, "lib/plot/index.ts"))};
       const bundle = lines({ loss: [1, 2] }, { title: "Loss", x: "", y: "" })[displaySymbol]();
       console.log(Object.keys(JSON.parse(JSON.stringify(bundle))).join(" "));`,
    );
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, "fonts.conf"), XDG_CACHE_HOME: folder };
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "show.ts")], { env });
    expect(stdout.trim()).toBe(process.platform === "linux" ? "text/plain application/vnd.plotly.v1+json" : expect.anything());
  } finally {
    await rm(folder, { recursive: true });
  }
});
