import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { expect } from "vitest";
import { withPage } from "../../support/browser.ts";
import { NotebookPage } from "../../support/jupyter.ts";
import { startJupyterServer } from "../../support/jupyter-server.ts";
import { testWith } from "../../support/parts.ts";
import { tools } from "../../support/tools.ts";
import { notebookOf, Workplace } from "./workplace.ts";

/** A button that counts, and says how often the kernel has heard of it. The model's words are anywidget's own. */
const widget = `
const script = \`
export default {
  render({ model, el }) {
    const button = document.createElement("button");
    button.className = "counter";
    const tell = () => { button.textContent = "count " + model.get("count") + ", heard " + model.get("heard"); };
    button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
    model.on("change", tell);
    tell();
    el.append(button);
  },
};\`;
let clicks = 0;
const module = (name: string) => ({ [\`_\${name}_module\`]: "anywidget", [\`_\${name}_module_version\`]: "~0.11.0" });
const state = { ...module("model"), _model_name: "AnyModel", ...module("view"), _view_name: "AnyView", _esm: script, _anywidget_id: "counter", count: 0, heard: 0 };
const counter = comms.open("jupyter.widget", { state, buffer_paths: [] }, { metadata: { version: "2.1.0" } });
counter.onMessage(({ data }) => {
  if (data.method !== "update") return;
  clicks = data.state.count;
  counter.send({ method: "update", state: { heard: clicks }, buffer_paths: [] });
});
display({ "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: counter.id } });`;

testWith("tools", "chromium", "python")(
  "a widget of anywidget is drawn, tells the kernel of clicks, and shows what the kernel answers",
  async () => {
    const place = await Workplace.make();
    await writeFile(place.path("a.ipynb"), JSON.stringify(notebookOf([{ source: widget }, { source: "clicks" }])));
    const extensions = join(dirname(dirname(tools.program("python") ?? "")), "share/jupyter");
    const server = await startJupyterServer(place.folder, {
      JUPYTER_PATH: [place.path("environment/share/jupyter"), extensions].join(delimiter),
    });
    try {
      await withPage(async (page) => {
        const notebook = await NotebookPage.open(page, server, "a.ipynb");
        expect((await notebook.run(0)).error).toBeUndefined();
        const button = page.locator("button.counter");
        await button.filter({ hasText: "count 0, heard 0" }).waitFor();
        await button.click();
        await button.filter({ hasText: "count 1, heard 1" }).waitFor();
        await button.click();
        await button.filter({ hasText: "count 2, heard 2" }).waitFor();
        expect((await notebook.run(1)).outputs).toMatchObject([{ data: { "text/plain": "2" } }]);
      });
    } finally {
      await server.stop();
    }
  },
  120_000,
);
