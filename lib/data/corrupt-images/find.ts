import { join, resolve } from "node:path";
import { plural } from "../../base/index.ts";
import { progress } from "../../plot/index.ts";
import { findPictures } from "../image-folder/find-pictures.ts";
import { ImageFolder } from "../image-folder/image-folder.ts";
import { checkFiles } from "./check-files.ts";
import { CorruptImages } from "./report.ts";

/**
 * Decodes every picture of a folder, on all cores, to find those that are no pictures, cut off, damaged, too large or gone. Nothing is
 * changed on the disk.
 *
 * @param where a folder, with all below it, or a data set
 * @throws Problem when there is no such folder
 * @example
 * const report = await findCorruptImages(photos); // shows itself as a table
 * const good = report.keep(photos);
 */
export async function findCorruptImages(where: string | ImageFolder): Promise<CorruptImages> {
  const folder = where instanceof ImageFolder ? where.folder : resolve(where);
  const ids = where instanceof ImageFolder ? where.ids : (await findPictures(folder)).paths;
  const bar = progress({ title: "Looking into pictures", total: ids.length, unit: "picture" });
  const findings = await checkFiles(
    ids.map((id) => join(folder, id)),
    (count) => bar.advance(count),
  ).catch((error: unknown) => {
    bar.fail();
    throw error;
  });
  const corrupt = findings.flatMap(({ fault, bytes }, index) => (fault === undefined ? [] : [{ ...named(index), reason: fault, bytes }]));
  const odd = findings.flatMap(({ remark }, index) => (remark === undefined ? [] : [{ ...named(index), remark }]));
  bar.done(`${plural(ids.length, "picture")}, ${corrupt.length} corrupt`);
  return new CorruptImages({ folder, checked: ids.length, corrupt, odd });

  function named(index: number): { readonly id: string; readonly path: string } {
    const id = ids[index] as string;
    return { id, path: join(folder, id) };
  }
}
