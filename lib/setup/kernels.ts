import { installKernelspec, kernelNames, kernelspec, listKernelspecs, removeKernelspec } from "../kernel/spec.ts";

interface Where {
  /** Environment whose `share/jupyter/kernels` is meant; the project's Python by default. */
  readonly prefix?: string;
  /** The user's own kernels, in the place of an environment's. */
  readonly user?: boolean;
}

/** Whether both kernels are registered in the project's Python as this checkout and this Node would register them. */
export async function kernelsRegistered(): Promise<boolean> {
  const found = new Map((await listKernelspecs()).map(({ name, spec }) => [name, JSON.stringify(spec)]));
  return kernelNames.every((name) => found.get(name) === JSON.stringify(kernelspec(name)));
}

/** `descent kernel install` */
export async function installKernels(options: Where): Promise<number> {
  for (const { name, folder } of await installKernelspec(options)) process.stderr.write(`${name}: ${folder}\n`);
  return 0;
}

/** `descent kernel list` */
export async function listKernels({ json, ...where }: Where & { readonly json?: boolean }): Promise<number> {
  const found = await listKernelspecs(where);
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  for (const { name, folder, spec } of json ? [] : found)
    process.stderr.write(`${name.padEnd(14)}${spec.display_name.padEnd(26)}${folder}\n`);
  return 0;
}

/** `descent kernel remove NAME` @throws Problem where there is none of that name */
export async function removeKernel(name: string, where: Where): Promise<number> {
  await removeKernelspec(name, where);
  process.stderr.write(`Removed ${name}.\n`);
  return 0;
}
