/** A front end that starts a kernel, makes it busy, prints its pid, and is then killed by the test. */
import { KernelClient } from "../../lib/kernel/runner/client.ts";
import { KernelProcess } from "../../lib/kernel/runner/kernel-process.ts";

const kernel = await KernelProcess.start("tslab", import.meta.dirname);
const client = new KernelClient(kernel.connection);
await client.ready();
await client.execute("console.log('begins'); for (;;) {}", ({ header }) => {
  if (header.msg_type === "stream") process.stdout.write(`${kernel.pid}\n`);
});
