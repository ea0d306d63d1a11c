import { join } from "node:path";
import type * as TypeScript from "typescript-6";
import { projectRoot } from "../../../base/paths.ts";

/** Whether cells of a folder that import the library or TensorFlow.js get those of this project, and not others of the folder's own. */
export function importsOwnProject({ getCurrentDirectory, directoryExists, realpath }: TypeScript.System): boolean {
  return ["descent", "@tensorflow/tfjs"].every((name) => {
    for (let folder = getCurrentDirectory(); folder.includes("/"); folder = folder.slice(0, folder.lastIndexOf("/"))) {
      const path = `${folder}/node_modules/${name}`;
      if (directoryExists(path)) return realpath?.(path) === realpath?.(join(projectRoot, "node_modules", name));
    }
    return false;
  });
}
