/** The checker's process, where there is no snapshot of it: it loads TypeScript and all types. Started by the front, which holds the other ends of its pipes. */
import { enableCompileCache } from "node:module";
import { inHome } from "../../base/paths.ts";

enableCompileCache(inHome("cache/compiled"));
const [{ preload }, { serve }, { Translator }] = await Promise.all([
  import("./preloaded.ts"),
  import("./serve.ts"),
  import("./translator.ts"),
]);
serve(new Translator(process.cwd(), preload()));
