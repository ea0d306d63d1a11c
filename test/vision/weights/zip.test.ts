import { readFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ZipArchive } from "../../../lib/vision/weights/zip.ts";
import { zipOf } from "./archive.ts";
import { fixture } from "./fixtures.ts";

const names = fc.stringMatching(/^[a-zé/]{1,12}$/);
const contents = fc.dictionary(names, fc.uint8Array({ maxLength: 50 }), { maxKeys: 5, noNullPrototype: true });

test("files come out as they went in, packed or not, with a comment behind them or not", () =>
  fc.assert(
    fc.property(contents, fc.boolean(), fc.string({ maxLength: 20 }), (files, isPacked, comment) => {
      const archive = new ZipArchive(Buffer.concat([zipOf(files, isPacked ? { pack: deflateRawSync } : {}), Buffer.from(comment)]));
      expect(archive.names).toEqual(Object.keys(files));
      for (const [name, content] of Object.entries(files)) {
        expect(Buffer.compare(archive.read(name), content)).toBe(0);
        expect(archive.sizeOf(name)).toBe(content.length);
      }
    }),
  ));

test("the archives of PyTorch, with sizes of 64 bits, and of Keras are read", async () => {
  expect(new ZipArchive(await readFile(fixture("net.pth"))).names).toContain("net/data.pkl");
  expect(new ZipArchive(await readFile(fixture("keras.keras"))).names).toEqual(["metadata.json", "config.json", "model.weights.h5"]);
});

test("a file that is not there, twice there, or packed in an unknown way is told", () => {
  const bytes = zipOf({ "a.txt": Buffer.from("a"), "b.txt": Buffer.from("b") });
  expect(() => new ZipArchive(bytes).read("c.txt")).toThrow("its archive has no c.txt");
  const twice = Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("b.txt", "a.txt"), "latin1");
  expect(() => new ZipArchive(twice)).toThrow("its archive has a.txt twice");
  const unknown = Buffer.from(bytes);
  const entry = unknown.indexOf("PK\x01\x02", "latin1");
  unknown.writeUInt16LE(99, entry + 10);
  expect(() => new ZipArchive(unknown).read("a.txt")).toThrow("a.txt in its archive is packed in a way (99) that is not known");
});
