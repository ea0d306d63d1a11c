import { installKernelspec, kernelNames, kernelspec, listKernelspecs, removeKernelspec } from "../kernel/spec.ts";

interface Prefix {
  /** Environment whose `share/jupyter/kernels` is meant; the project's Python by default. */
  readonly prefix?: string;
}

/** Whether both kernels are registered in the project's Python as this checkout and this Node would register them. */
export async function kernelsRegistered(): Promise<boolean> {
  const found = new Map((await listKernelspecs()).map(({ name, spec }) => [name, JSON.stringify(spec)]));
  return kernelNames.every((name) => found.get(name) === JSON.stringify(kernelspec(name)));
}

/** `descent kernel install` */
export async function installKernels(options: Prefix): Promise<number> {
  for (const { name, folder } of await installKernelspec(options)) process.stderr.write(`${name}: ${folder}\n`);
  return 0;
}

/** `descent kernel list` */
export async function listKernels({ json, ...prefix }: Prefix & { readonly json?: boolean }): Promise<number> {
  const found = await listKernelspecs(prefix);
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  for (const { name, folder, spec } of json ? [] : found)
    process.stderr.write(`${name.padEnd(14)}${spec.display_name.padEnd(26)}${folder}\n`);
  return 0;
}

/** `descent kernel remove NAME` @throws Problem where there is none of that name */
export async function removeKernel(name: string, prefix: Prefix): Promise<number> {
  await removeKernelspec(name, prefix);
  process.stderr.write(`Removed ${name}.\n`);
  return 0;
}
