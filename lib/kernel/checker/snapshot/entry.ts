/**
 * The program from whose memory the checker's snapshot is taken: `TYPESCRIPT NOW THEN`, the path of TypeScript's own file, the folder of rolled-up
 * types, and the one in which they will be. It reads all types and works once, and when it is started from the snapshot it serves the front.
 */
import { join } from "node:path";
import { startupSnapshot } from "node:v8";
import { projectRoot } from "../../../base/paths.ts";
import { loadCompiler } from "../compiler.ts";
import type { Preloaded } from "../preloaded.ts";
import { serve } from "../serve.ts";
import { SourceFiles } from "../source-files.ts";
import { Translator } from "../translator.ts";
import { loadTslab } from "../tslab.ts";
import { nodeTypes } from "../types/node-types.ts";
import { readSet } from "../types/read-set.ts";

const [typescript = "", now = "", then = ""] = process.argv.slice(-3);
const compiler = loadCompiler();
const { sys } = compiler;
const { readFile } = sys;
sys.getExecutingFilePath = () => typescript; // not this program: TypeScript's files of declarations lie beside it
sys.readFile = (path, encoding) => readFile(path.startsWith(then) ? now + path.slice(then.length) : path, encoding);

const types = readSet(now, then);
const files = new SourceFiles(compiler, types.modules.values());
const preloaded: Preloaded = { compiler, loadTslab, files, library: types.library, rolledUp: types.modules };
work(new Translator(join(projectRoot, "notebooks"), preloaded));
sys.readFile = readFile;

startupSnapshot.setDeserializeMainFunction(() => serve(new Translator(process.cwd(), preloaded)));

/** Has all files read, and requests answered; none for completion, which compares words by their language: such comparers can't be in a snapshot. */
function work(translator: Translator): void {
  const byFile = new Map([...types.modules].map(([id, path]) => [path, id]));
  byFile.delete(types.modules.get(nodeTypes) ?? ""); // which come by themselves
  const imports = [...byFile.values()].map((id) => `import ${JSON.stringify(id)};\n`).join("");
  const first = translator.convert({ declarations: "", code: `${imports}const warm: number = 1;\nwarm` });
  if (first.kind !== "converted") throw new Error(`The types can't be used: ${JSON.stringify(first.diagnostics)}`);
  const { declarations } = first.declared;
  translator.convert({ declarations, code: "const cold: string = warm;" });
  translator.inspect({ declarations, code: "warm", position: 4, detail: 0 });
  translator.isComplete({ code: "warm" });
}
