// Plain JavaScript that Node 18 can read, without dependencies: it runs before anything is installed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explain, npm, root, stop } from "./node.mjs";

/** The npm packages of package-lock.json. A note of that file's hash is written when all is there, so a broken-off install is redone. */
export function installPackages(node) {
  const note = join(root, "node_modules/.descent-installed");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(note) && readFileSync(note, "utf8") === wanted) return;
  console.error("  … npm packages (about half a minute)");
  const failed = npm(node, ["ci", "--ignore-scripts"]);
  if (failed) {
    const [tail, hint] = explain(failed);
    stop("packages-missing", `The npm packages could not be installed:\n  ${tail}`, hint);
  }
  writeFileSync(note, wanted);
}
