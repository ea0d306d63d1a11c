import { basename, dirname, resolve } from "node:path";
import { describe, formatCount, Problem, plural } from "../../base/index.ts";
import { findPictures, type LeftOut } from "./find-pictures.ts";
import { listedPictures, type PictureTable } from "./from-table.ts";
import { ImageFolder } from "./image-folder.ts";
import { naturalOrder } from "./natural-order.ts";

export interface ImageFolderOptions extends Partial<PictureTable> {
  /** Which data set this is; the folder's name unless told. */
  readonly id?: string;
  /** Which part of it; `all` unless told, or unless the folder is called `train`, `validation`, `test` … */
  readonly split?: string;
  /** Decode to red, green and blue (3, unless told) or to grey (1). */
  readonly channels?: 1 | 3;
  /** Names and order of the classes, such as `train.classes` for the validation part; what is found, in natural order, unless told. */
  readonly classes?: readonly string[];
  /** `false` for pictures without classes, to be predicted; files may then lie anywhere in the folder. */
  readonly labelled?: boolean;
}

/** Names that parts of a data set have, not classes. */
const partNames = ["train", "training", "valid", "validation", "val", "test", "testing"];

/**
 * Pictures in a folder that has one folder a class (torchvision's `ImageFolder`), or that a table lists: JPEG, PNG, WebP, GIF, TIFF and
 * AVIF of any size. Only names are read here, so that it is quick; `findCorruptImages` looks into the files.
 *
 * @throws Problem when there is no such folder, it holds no pictures, they lie outside of class folders, or the table does not fit
 * @example
 * const train = await imageFolder("monkeys/train"); // monkeys/train/howler/1.jpg, …
 * const serengeti = await imageFolder("serengeti", { table: frame, path: "file", label: "species", group: "capture" });
 */
export async function imageFolder(path: string, options: ImageFolderOptions = {}): Promise<ImageFolder> {
  const folder = resolve(path);
  const name = basename(folder);
  const isPart = partNames.includes(name.toLowerCase());
  const { id = isPart ? basename(dirname(folder)) : name, split = isPart ? name : "all", channels = 3, labelled = true, table } = options;
  const found = table ? await listedPictures(folder, { ...options, table }, labelled) : await picturesByFolder(folder, labelled);
  if (found.paths.length === 0) throw noPictures(folder, found.leftOut);
  const classes = options.classes ?? Array.from(new Set(found.labels ?? [])).sort(naturalOrder);
  const labels = found.labels && labelsOf(found.labels, classes);
  return new ImageFolder({ id, split, classes, folder, ids: found.paths, labels, groups: found.groups, channels, leftOut: found.leftOut });
}

interface Found {
  readonly paths: readonly string[];
  readonly labels: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly leftOut: readonly LeftOut[];
}

/** The pictures below a folder; the first part of a path is the class. */
async function picturesByFolder(folder: string, labelled: boolean): Promise<Found> {
  const { paths, leftOut } = await findPictures(folder);
  if (!labelled) return { paths, labels: undefined, groups: undefined, leftOut };
  const inClasses = paths.filter((path) => path.includes("/"));
  if (inClasses.length === 0 && paths.length > 0) {
    throw new Problem(
      "no-class-folders",
      `Expected one folder a class in ${folder} but ${plural(paths.length, "picture")} lie directly in it, such as ${paths[0]}`,
      {
        hint: "Make a folder for each class and move the pictures there; or give a table of paths and labels, { table }; or { labelled: false } for pictures to predict.",
      },
    );
  }
  const labels = inClasses.map((path) => path.slice(0, path.indexOf("/")));
  if (labels.length > 0 && labels.every((label) => partNames.includes(label.toLowerCase()))) {
    const parts = Array.from(new Set(labels));
    throw new Problem(
      "parts-not-classes",
      `Expected one folder a class in ${folder} but its folders are parts of a data set: ${parts.join(", ")}`,
      {
        hint: `Open one part at a time: imageFolder(${describe(`${folder}/${parts[0]}`)}).`,
      },
    );
  }
  const outside = paths.filter((path) => !path.includes("/")).map((path) => ({ path, reason: "a picture outside of the class folders" }));
  return { paths: inClasses, labels, groups: undefined, leftOut: [...leftOut, ...outside] };
}

function labelsOf(names: readonly string[], classes: readonly string[]): Int32Array {
  const labelOf = new Map(classes.map((name, label) => [name, label]));
  return Int32Array.from(names, (name) => {
    const label = labelOf.get(name);
    if (label !== undefined) return label;
    throw new Problem("unknown-class", `Expected classes among ${classes.map(describe).join(", ")} but got ${describe(name)}`, {
      hint: "Does the folder, or the table, belong to another data set? Names must be equal to the letter.",
    });
  });
}

function noPictures(folder: string, leftOut: readonly LeftOut[]): Problem {
  const first = leftOut[0];
  const words = first ? `all of its ${formatCount(leftOut.length)} files are left out: ${first.path}, ${first.reason}` : "it has no files";
  return new Problem("no-pictures", `Expected pictures in ${folder} but ${words}`, {
    hint: "Pictures are .jpg, .png, .webp, .gif, .tif or .avif files, in one folder a class. Is it another folder, or is the table's path another column?",
  });
}
