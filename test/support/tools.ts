import { join } from "node:path";
import { projectRoot } from "../../lib/base/paths.ts";
import { requirementLines, SeparateEnvironment } from "./separate-environment.ts";

/** nbgrader, papermill and the other Jupyter tools that tests run on the course kernel. */
export const tools = new SeparateEnvironment({
  name: "tools",
  title: "nbgrader, papermill and other Jupyter tools for the tests (about 350 MB, a minute)",
  command: "npm run test:tools",
  packages: async () => [
    ...(await requirementLines(join(projectRoot, "test/kernel/tools/requirements.txt"))),
    join(projectRoot, "lib/kernel/papermill"), // as the set-up gives it to the papermill of learners
  ],
});

if (import.meta.main) process.exitCode = await tools.install();
