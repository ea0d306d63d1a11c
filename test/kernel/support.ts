import { afterEach } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import type { Content, Message } from "../../lib/kernel/protocol/message.ts";
import { KernelClient } from "../../lib/kernel/runner/client.ts";
import { type KernelEnd, KernelProcess } from "../../lib/kernel/runner/kernel-process.ts";
import type { KernelName } from "../../lib/kernel/spec.ts";

interface Ran {
  readonly reply: Content;
  /** What was heard of the cell, without its status and input. */
  readonly heard: readonly Message[];
}

type RunOptions = Content & { readonly began?: () => void };

/** A real kernel process with a client, ended after the test. */
export interface TestKernel {
  readonly pid: number;
  readonly info: Content;
  readonly ended: Promise<KernelEnd>;
  readonly client: KernelClient;
  readonly process: KernelProcess;
  /** @param options.began is called once when the cell has printed something; the rest replaces fields of the request */
  run(code: string, options?: RunOptions): Promise<Ran>;
}

const open: TestKernel[] = [];

export async function startKernel(options: { readonly folder?: string; readonly kernel?: KernelName } = {}): Promise<TestKernel> {
  const child = await KernelProcess.start(options.kernel ?? "tslab", options.folder ?? projectRoot);
  const client = new KernelClient(child.connection);
  const kernel: TestKernel = {
    pid: child.pid ?? 0,
    info: await client.ready(),
    ended: child.ended,
    client,
    process: child,
    run: async (code, { began, ...fields } = {}) => {
      const heard: Message[] = [];
      let first = true;
      const reply = await client.execute(
        code,
        (message) => {
          if (message.header.msg_type === "status" || message.header.msg_type === "execute_input") return;
          heard.push(message);
          if (first && message.header.msg_type === "stream") began?.();
          first = false;
        },
        fields,
      );
      return { reply, heard };
    },
  };
  open.push(kernel);
  return kernel;
}

afterEach(async () => {
  for (const kernel of open.splice(0)) {
    await kernel.process.stop(() => kernel.client.shutdown());
    kernel.client.close();
  }
});

/** The messages in short: type and what matters of the content. */
export function brief(heard: readonly Message[]): string[] {
  return heard.map(({ header: { msg_type: type }, content }) => {
    if (type === "stream") return `${content["name"]}: ${content["text"]}`;
    if (type === "error") return `error: ${content["ename"]}: ${content["evalue"]}`;
    if (type === "clear_output") return `clear_output ${content["wait"]}`;
    return `${type} ${JSON.stringify(content["data"])}`;
  });
}
