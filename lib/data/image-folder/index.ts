/** Pictures in files: folders of classes, tables of paths. */
export type { LeftOut } from "./find-pictures.ts";
export type { PictureTable, TableLike } from "./from-table.ts";
export { ImageFolder, type ImageFolderParts } from "./image-folder.ts";
export { type ImageFolderOptions, imageFolder } from "./open.ts";
