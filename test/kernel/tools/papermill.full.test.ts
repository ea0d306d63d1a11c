import { writeFile } from "node:fs/promises";
import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { shown } from "./outputs.ts";
import { type Cell, Workplace } from "./workplace.ts";

const parameters = (source: string): Cell => ({ source, metadata: { tags: ["parameters"] } });

/** Values whose TypeScript is easily got wrong, with the name that the notebook has for each. */
const values = {
  text: 'say "it\'s" \\ `$x`\n\tünï 猫 \u2028 𝒙',
  rate: 0.00001,
  below: -2.5,
  flag: true,
  off: false,
  nothing: null,
  list: [1, "two", [3, null], { four: false }],
  settings: { "a key": { deep: ["x"] }, "quo\"te'd": 1 },
  none: [],
  empty: {},
};

testWith("tools")(
  "papermill sets a notebook's parameters, of every kind that JSON has",
  async () => {
    const workplace = await Workplace.make();
    const names = Object.keys(values);
    await workplace.write("in.ipynb", [
      parameters(["let epochs: number = 1; // how long", ...names.map((name) => `let ${name}: unknown = undefined;`)].join("\n")),
      { source: `console.log(JSON.stringify({ ${names.join(", ")} }))` },
      { source: "const twice: number = epochs * 2;\ntwice" },
    ]);
    await writeFile(workplace.path("values.json"), JSON.stringify(values).replace("\u2028", "\\u2028")); // raw, YAML takes it for a line end
    const { status, stderr } = await workplace.run("papermill", ["in.ipynb", "out.ipynb", "-p", "epochs", "3", "-f", "values.json"]);
    expect(status, stderr).toBe(0);
    const [, injected, printed, result] = shown(await workplace.read("out.ipynb"));
    expect(injected).toEqual([]);
    expect(JSON.parse(printed?.[0]?.replace("stdout: ", "") ?? "")).toEqual(values);
    expect(result).toEqual(["6"]);
  },
  120_000,
);

testWith("tools")(
  "papermill tells a notebook's parameters",
  async () => {
    const workplace = await Workplace.make();
    await workplace.write("in.ipynb", [
      parameters('const epochs: number = 3; // how long\nlet url = "https://127.0.0.1/";\nconsole.log(1)'),
    ]);
    const { stdout } = await workplace.run("papermill", ["--help-notebook", "in.ipynb"]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      'epochs: number (default 3) how long url: Unknown type (default "https://127.0.0.1/")',
    );
  },
  60_000,
);

testWith("tools")(
  "papermill ends where a cell fails, names the error, and keeps what was shown before it",
  async () => {
    const workplace = await Workplace.make();
    await workplace.write("in.ipynb", [{ source: "1 + 1" }, { source: "throw new RangeError('too far')" }, { source: "3" }]);
    const { status, stderr } = await workplace.run("papermill", ["in.ipynb", "out.ipynb"]);
    expect(status).toBe(1);
    expect(stderr).toContain("RangeError: too far");
    const outputs = shown(await workplace.read("out.ipynb"));
    expect(outputs.slice(-3)).toEqual([["2"], ["error: RangeError: too far"], []]);
  },
  120_000,
);
