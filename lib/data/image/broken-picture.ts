import { Problem } from "../../base/index.ts";

/** A file that is no picture, or a damaged one. */
export class BrokenPicture extends Problem {
  /** The file's name. */
  readonly picture: string;
  /** What is wrong with it, without its name: "an empty file", "it is cut off". */
  readonly reason: string;

  constructor(picture: string, reason: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super("broken-picture", `Expected ${picture} to be a picture but ${reason}`, options);
    this.name = "BrokenPicture";
    this.picture = picture;
    this.reason = reason;
  }
}
