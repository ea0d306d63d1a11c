import { afterEach, expect, test, vi } from "vitest";
import { KernelClient } from "../../lib/kernel/runner/client.ts";
import { brief, startKernel } from "./support.ts";

afterEach(() => void vi.unstubAllEnvs());

test("a thousand cells that are sent at once all run, in order, each with its own output before its idle", async () => {
  const kernel = await startKernel();
  const ran = await Promise.all(Array.from({ length: 1000 }, (_, index) => kernel.run(`console.log(${index})`)));
  expect(ran.map(({ reply }) => reply["execution_count"])).toEqual(ran.map((_, index) => index + 1));
  expect(ran.map(({ heard }) => brief(heard).join())).toEqual(ran.map((_, index) => `stdout: ${index}\n`));
}, 120_000);

test("ten megabytes from one cell arrive whole, in lines and in one piece", async () => {
  const kernel = await startKernel();
  for (const code of ["for (let i = 0; i < 10_000; i++) console.log('x'.repeat(999))", "console.log('y'.repeat(9_999_999))"]) {
    const { heard, reply } = await kernel.run(code);
    expect(reply["status"]).toBe("ok");
    expect(heard.reduce((sum, { content }) => sum + String(content["text"]).length, 0)).toBe(10_000_000);
  }
});

test("what programs write that a cell starts is the cell's output", async () => {
  const kernel = await startKernel();
  const { heard } = await kernel.run(
    "import { execSync } from 'node:child_process'; execSync('echo out; echo err >&2', { stdio: 'inherit' }); undefined",
  );
  expect(brief(heard).sort()).toEqual(["stderr: err\n", "stdout: out\n"]);
});

test.each([
  ["process.exit(3)", "ProcessExit", "ended with code 3"],
  ["process.kill(process.pid, 'SIGSEGV'); await new Promise(() => {})", "ProcessCrash", "SIGSEGV"],
  ["const hog: number[][] = []; for (;;) hog.push(new Array(1e5).fill(1.5));", "OutOfMemory", "more memory than there is"],
])(
  "%s ends the cell, says that variables are gone, and the next cell runs",
  async (code, ename, evalue) => {
    vi.stubEnv("NODE_OPTIONS", "--max-old-space-size=300"); // less than a kernel is given else, so that the test ends soon
    const kernel = await startKernel();
    await kernel.run("const before = 1;");
    const { reply, heard } = await kernel.run(`console.log('last words'); ${code}`);
    expect(reply).toMatchObject({ status: "error", ename });
    expect(reply["evalue"]).toContain(evalue);
    expect(String(reply["traceback"])).toContain("variables are gone");
    expect(brief(heard)[0]).toBe("stdout: last words\n");
    expect(brief(heard).at(-1)).toContain(`error: ${ename}`);
    expect(heard).toHaveLength(2);
    expect(brief((await kernel.run("1 + 1")).heard)).toEqual(['execute_result {"text/plain":"2"}']);
    expect((await kernel.run("before")).reply["evalue"]).toContain("Cannot find name 'before'");
  },
  60_000,
);

test("a process that ends between two cells is told under the last one", async () => {
  const kernel = await startKernel();
  const { heard } = await kernel.run("setTimeout(() => process.exit(4), 50); undefined");
  await expect.poll(() => brief(heard).join()).toContain("stderr: ");
  expect(brief(heard).join()).toContain("ended with code 4");
  expect((await kernel.run("2")).reply["status"]).toBe("ok");
});

test("a stack that overflows is an error that does not repeat itself", async () => {
  const kernel = await startKernel();
  const { reply } = await kernel.run("const deeper = (): number => deeper() + 1;\ndeeper()");
  expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "Maximum call stack size exceeded" });
  expect((reply["traceback"] as string[]).filter((line) => line.includes("at deeper"))).toHaveLength(2); // where it calls itself, and where it had no room left
  expect((await kernel.run("1")).reply["status"]).toBe("ok");
});

test("two front ends hear each other's cells and get their own answers only", async () => {
  const kernel = await startKernel();
  const other = new KernelClient(kernel.process.connection);
  await other.ready();
  const began = Promise.withResolvers<void>();
  const first = kernel.run("const shared = 1; console.log('mine'); await new Promise((done) => setTimeout(done, 200));", {
    began: began.resolve,
  });
  await began.promise; // the order of two requests that are sent at once is nobody's
  const theirs = await other.execute("console.log('theirs'); shared", () => undefined);
  const mine = await first;
  expect(brief(mine.heard)).toEqual(["stdout: mine\n"]);
  expect([mine.reply["status"], theirs["status"]]).toEqual(["ok", "ok"]);
  expect([mine.reply["execution_count"], theirs["execution_count"]]).toEqual([1, 2]);
  other.close();
  expect((await kernel.run("shared + 1")).reply["status"]).toBe("ok");
});

test("a variable at the top of a cell costs a loop no more than one in a function", async () => {
  const kernel = await startKernel();
  const { heard } = await kernel.run("let sum = 0; for (let i = 0; i < 5e7; i++) sum += i;\nsum"); // minutes through tslab's own Proxy
  expect(brief(heard)).toEqual(['execute_result {"text/plain":"1249999975000000"}']);
});
