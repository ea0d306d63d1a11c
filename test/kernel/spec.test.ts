import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { expect, test, vi } from "vitest";
import { installKernelspec, kernelspec, listKernelspecs, removeKernelspec } from "../../lib/kernel/spec.ts";

test("both kernels are written with absolute paths that exist, listed, and removed", async () => {
  const prefix = await mkdtemp(join(tmpdir(), "descent-prefix-"));
  await installKernelspec({ prefix });
  await installKernelspec({ prefix }); // again: in the place of the first
  const installed = await listKernelspecs({ prefix });
  expect(installed.map(({ name, spec }) => [name, spec.display_name])).toEqual([
    ["tslab", "TypeScript (Descent)"],
    ["tslab-stock", "TypeScript (tslab)"],
  ]);
  for (const { folder, spec } of installed) {
    expect(await readdir(folder)).toEqual(["kernel.json"]);
    expect(JSON.parse(await readFile(join(folder, "kernel.json"), "utf8"))).toEqual(spec);
    expect(spec.argv).toContain("{connection_file}");
    const files = spec.argv.filter((part) => isAbsolute(part));
    expect(files).toHaveLength(2);
    for (const file of files) expect((await stat(file)).isFile()).toBe(true);
  }
  await removeKernelspec("tslab", { prefix });
  expect((await listKernelspecs({ prefix })).map(({ name }) => name)).toEqual(["tslab-stock"]);
  await expect(removeKernelspec("tslab", { prefix })).rejects.toMatchObject({ code: "no-kernelspec" });
});

test("another Node can be named, and kernels that others installed badly are left out of the list", async () => {
  expect(kernelspec("tslab", { node: "/opt/node" }).argv[0]).toBe("/opt/node");
  const prefix = await mkdtemp(join(tmpdir(), "descent-prefix-"));
  expect(await listKernelspecs({ prefix })).toEqual([]);
  await mkdir(join(prefix, "share/jupyter/kernels/broken"), { recursive: true });
  await writeFile(join(prefix, "share/jupyter/kernels/broken/kernel.json"), "{");
  expect(await listKernelspecs({ prefix })).toEqual([]);
});

test("the user's own kernels lie where Jupyter looks for them", async () => {
  const home = await mkdtemp(join(tmpdir(), "descent-jupyter-"));
  vi.stubEnv("JUPYTER_DATA_DIR", home);
  try {
    await installKernelspec({ user: true });
    expect(await readdir(join(home, "kernels"))).toEqual(["tslab", "tslab-stock"]);
    expect((await listKernelspecs({ user: true })).map(({ name }) => name)).toEqual(["tslab", "tslab-stock"]);
    await removeKernelspec("tslab-stock", { user: true });
    expect(await readdir(join(home, "kernels"))).toEqual(["tslab"]);
  } finally {
    vi.unstubAllEnvs();
  }
});
