import { readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { ImageFolder, imageFolder } from "../../../lib/data/image-folder/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { kinds, temporaryFolder } from "../temporary-folder.ts";

const picture = (name: string): Uint8Array => readFileSync(join(kinds, name));
const jpeg = picture("baseline-420.jpg");

describe("a folder of one's own photos", () => {
  const photos = () =>
    temporaryFolder({
      "class 2/photo 10.jpg": jpeg,
      "class 2/photo 9.PNG": picture("alpha.png"),
      "class 10/a/b/deep.webp": picture("lossy.webp"),
      "class 10/rotated.jpeg": picture("orientation-6.jpg"),
      "Löwe/löwe 🦁.gif": picture("animated.gif"),
      "Löwe/cmyk.jpg": picture("cmyk.jpg"),
      "Löwe/sixteen.png": picture("deep-grey.png"),
      "Löwe/.DS_Store": "x",
      "Löwe/notes.txt": "x",
      ".ipynb_checkpoints/a.jpg": jpeg,
      "readme.md": "x",
      "cover.jpg": jpeg,
    });

  test("has a class a folder, in natural order, with all pictures below it", async () => {
    const folder = await imageFolder(await photos());
    expect(folder.classes).toEqual(["class 2", "class 10", "Löwe"]);
    expect(folder.ids).toEqual([
      "class 2/photo 9.PNG",
      "class 2/photo 10.jpg",
      "class 10/a/b/deep.webp",
      "class 10/rotated.jpeg",
      "Löwe/cmyk.jpg",
      "Löwe/löwe 🦁.gif",
      "Löwe/sixteen.png",
    ]);
    expect(Array.from(folder.labels ?? [])).toEqual([0, 0, 1, 1, 2, 2, 2]);
    expect(folder.counts()).toEqual([2, 2, 3]);
    expect(folder.paths[0]).toBe(join(folder.folder, "class 2/photo 9.PNG"));
  });

  test("decodes each of them in colour, or all in grey", async () => {
    const path = await photos();
    for (const channels of [1, 3] as const) {
      const folder = await imageFolder(path, { channels });
      for (const index of folder.ids.keys()) {
        const { image, id, label } = await folder.get(index);
        const upright = id.includes("rotated") ? [26, 19] : [19, 26];
        expect([id, label, ...image.shape]).toEqual([folder.ids[index], folder.labels?.[index], ...upright, channels]);
      }
    }
  });

  test("knows their sizes without decoding them", async () => {
    const folder = await imageFolder(await photos());
    expect(new Set((await folder.sizes()).map(({ height, width }) => `${height}×${width}`))).toEqual(new Set(["19×26", "26×19"]));
    expect((await folder.sizes())[3]).toEqual({ height: 26, width: 19 });
  });

  test("says what it left out, and shows itself as a contact sheet", async () => {
    const folder = await imageFolder(await photos(), { id: "mine" });
    expect(folder.leftOut).toEqual([
      { path: "Löwe/notes.txt", reason: "no picture's ending (.txt)" },
      { path: "readme.md", reason: "no picture's ending (.md)" },
      { path: "cover.jpg", reason: "a picture outside of the class folders" },
    ]);
    const bundle = await folder[displaySymbol]();
    expect(bundle["text/plain"]).toBe(
      "mine (all): 7 pictures, files of any size, read in colour; 3 classes: class 2 2, class 10 2, Löwe 3; left out: " +
        "1 × no picture's ending (.txt), 1 × no picture's ending (.md), 1 × a picture outside of the class folders",
    );
    const titles = Array.from(String(bundle["text/html"]).matchAll(/alt="([^"]*)"/g), ([, title]) => title);
    expect(titles).toEqual(["class 2 2", "class 2 2", "class 10 2", "class 10 2", "Löwe 3", "Löwe 3", "Löwe 3"]);
  });

  test("goes into memory as squares of one size", async () => {
    const folder = await imageFolder(await photos());
    const memory = await folder.toMemory({ size: 12 });
    expect([memory.height, memory.width, memory.channels]).toEqual([12, 12, 3]);
    expect([memory.ids, memory.classes, memory.labels]).toEqual([folder.ids, folder.classes, folder.labels]);
    await expect(folder.toMemory({ size: 1e6 })).rejects.toThrow("Expected pictures that fit into half of the memory");
  });

  test("a part of it keeps labels and groups beside their pictures", async () => {
    const folder = await imageFolder(await photos());
    const part = folder.subset([6, 0]);
    expect(part).toBeInstanceOf(ImageFolder);
    expect([part.ids, Array.from(part.labels ?? [])]).toEqual([
      ["Löwe/sixteen.png", "class 2/photo 9.PNG"],
      [2, 0],
    ]);
    expect(folder.take(2).ids).toEqual(folder.ids.slice(0, 2));
    expect(() => folder.subset([7])).toThrow("Expected an index between 0 and 6, for there are 7 pictures, but got 7");
    expect(() => folder.subset([1, 1])).toThrow("Expected each place once but got 1 more than once");
    expect(() => folder.take(8)).toThrow("Expected count to be at most 7");
    await expect(folder.get(-1)).rejects.toThrow("Expected an index between 0 and 6");
  });
});

describe("names", () => {
  test("a folder called train is a part of the one around it", async () => {
    const root = await temporaryFolder({ "train/a/1.jpg": jpeg, "validation/a/1.jpg": jpeg, "validation/b/2.jpg": jpeg });
    const train = await imageFolder(join(root, "train"));
    expect([train.id, train.split]).toEqual([basename(root), "train"]);
    await expect(imageFolder(root)).rejects.toMatchObject({
      code: "parts-not-classes",
      message: expect.stringContaining("its folders are parts of a data set: train, validation"),
      hint: expect.stringContaining("/train"),
    });
    const valid = await imageFolder(join(root, "validation"), { classes: ["b", "a"] });
    expect([valid.classes, Array.from(valid.labels ?? [])]).toEqual([
      ["b", "a"],
      [1, 0],
    ]);
    await expect(imageFolder(join(root, "validation"), { classes: train.classes })).rejects.toThrow(
      'Expected classes among "a" but got "b"',
    );
  });

  test("one class is a data set, too; pictures without classes are one when asked for", async () => {
    const root = await temporaryFolder({ "only/1.jpg": jpeg, "2.jpg": jpeg });
    expect((await imageFolder(root)).counts()).toEqual([1]);
    const all = await imageFolder(root, { labelled: false });
    expect([all.ids, all.labels, all.counts()]).toEqual([["2.jpg", "only/1.jpg"], undefined, undefined]);
    expect(String(all)).toContain("2 pictures, files of any size, read in colour; no classes");
    expect((await all[displaySymbol]())["text/html"]).toContain("<img");
  });
});

describe("links", () => {
  test("inside of the folder they are followed, out of it or in circles they are left out", async () => {
    const elsewhere = await temporaryFolder({ "secret.jpg": jpeg });
    const root = await temporaryFolder({ "a/1.jpg": jpeg, "a/more/2.jpg": jpeg });
    await symlink(join(elsewhere, "secret.jpg"), join(root, "a/out.jpg"));
    await symlink(elsewhere, join(root, "outside"));
    await symlink(join(root, "a/1.jpg"), join(root, "a/same.jpg"));
    await symlink(join(root, "a/more"), join(root, "b"));
    await symlink(root, join(root, "a/circle"));
    await symlink(join(root, "gone.jpg"), join(root, "a/gone.jpg"));
    const folder = await imageFolder(root);
    expect(folder.ids).toEqual(["a/1.jpg", "a/more/2.jpg", "a/same.jpg", "b/2.jpg"]);
    expect(Object.fromEntries(folder.leftOut.map(({ path, reason }) => [path, reason]))).toEqual({
      "a/out.jpg": "a link out of the folder",
      outside: "a link out of the folder",
      "a/circle": "a link that leads in a circle",
      "a/gone.jpg": "a link that leads nowhere",
    });
  });
});

describe("a table", () => {
  const files = { "S1/B04/1.JPG": jpeg, "S1/B04/2.JPG": jpeg, "S1/C05/3.JPG": jpeg };
  const records = [
    { file: "S1/B04/1.JPG", species: "zebra", capture: "c1" },
    { file: "S1/C05/3.JPG", species: "lion", capture: "c2" },
    { file: "./S1/B04/2.JPG", species: "zebra", capture: "c1" },
    { file: "S1/B04/4.JPG", species: "zebra", capture: "c3" },
  ];
  const columns = { path: "file", label: "species", group: "capture" };

  test.each([
    ["of records", records],
    ["of polars", pl.DataFrame(records)],
  ])("%s says paths, labels and groups; files that are not there are left out and reported", async (_kind, table) => {
    const folder = await imageFolder(await temporaryFolder(files), { table, ...columns });
    expect(folder.classes).toEqual(["lion", "zebra"]);
    expect(folder.ids).toEqual(["S1/B04/1.JPG", "S1/C05/3.JPG", "S1/B04/2.JPG"]);
    expect(Array.from(folder.labels ?? [])).toEqual([1, 0, 1]);
    expect(folder.groups).toEqual(["c1", "c2", "c1"]);
    expect(folder.subset([2, 1]).groups).toEqual(["c1", "c2"]);
    expect(folder.leftOut).toEqual([{ path: "S1/B04/4.JPG", reason: "no such file" }]);
  });

  test.each<[string, Record<string, unknown>[], Record<string, string>, string]>([
    [
      "a column that is not there",
      records,
      { path: "path" },
      'Expected a column "path" for the path but the table has "file", "species", "capture"',
    ],
    ["no rows", [], columns, "Expected a table with one row a picture but got an empty one"],
    [
      "a row without a label",
      [{ file: "S1/B04/1.JPG", species: null }],
      { path: "file", label: "species" },
      'Expected a label in each row of column "species" but row 0 has null',
    ],
    [
      "a path out of the folder",
      [{ file: "../x.jpg", species: "a" }],
      { path: "file", label: "species" },
      'column "file" has "../x.jpg" in row 0',
    ],
    ["a path twice", [...records, records[1] ?? {}], columns, 'got "S1/C05/3.JPG" more than once in column "file"'],
    [
      "paths of another folder",
      [{ file: "a.jpg", species: "a" }],
      { path: "file", label: "species" },
      "all of its 1 files are left out: a.jpg, no such file",
    ],
  ])("%s is refused", async (_what, table, names, message) => {
    const opening = imageFolder(await temporaryFolder(files), { table, ...names });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toMatchObject({ name: "Problem", hint: expect.any(String) });
  });
});

describe("bad input", () => {
  test("no such folder, a file, an empty folder, no classes, nothing but other files", async () => {
    const root = await temporaryFolder({ "flat/1.jpg": jpeg, "flat/2.jpg": jpeg, "texts/a/b.txt": "x" });
    await mkdir(join(root, "empty"));
    await expect(imageFolder(join(root, "none"))).rejects.toThrow(
      `Expected a folder of pictures at ${root}/none but there is nothing that can be read`,
    );
    await expect(imageFolder(join(root, "flat/1.jpg"))).rejects.toThrow("Expected a folder of pictures but got a file");
    await expect(imageFolder(join(root, "empty"))).rejects.toThrow("but it has no files");
    await expect(imageFolder(join(root, "texts"))).rejects.toThrow("all of its 1 files are left out: a/b.txt, no picture's ending (.txt)");
    await expect(imageFolder(join(root, "flat"))).rejects.toMatchObject({
      message: expect.stringContaining("Expected one folder a class"),
      hint: expect.stringContaining("Make a folder for each class"),
    });
  });

  test("a corrupt file is named when it is asked for, and the display goes on without it", async () => {
    const folder = await imageFolder(await temporaryFolder({ "a/good.jpg": jpeg, "a/bad.jpg": jpeg.subarray(0, 500), "a/none.png": "" }));
    await expect(folder.get(0)).rejects.toThrow(/a\/bad\.jpg to be a picture but it is cut off/);
    await expect(folder.toMemory({ size: 8 })).rejects.toThrow(/a\/(bad\.jpg|none\.png) to be a picture/);
    expect(String((await folder[displaySymbol]())["text/html"]).match(/<img/g)).toHaveLength(3);
  });
});
