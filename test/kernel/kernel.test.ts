import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import { projectRoot } from "../../lib/base/paths.ts";
import { addressOf } from "../../lib/kernel/protocol/connection.ts";
import { createMessage, encode } from "../../lib/kernel/protocol/message.ts";
import { Signer } from "../../lib/kernel/protocol/signature.ts";
import { kernelspec } from "../../lib/kernel/spec.ts";
import { brief, startKernel } from "./support.ts";

describe("a cell", () => {
  test("prints, shows its last value, and sends all of it before idle", async () => {
    const kernel = await startKernel();
    const { reply, heard } = await kernel.run("const a: number = 1;\nconsole.log('out'); console.error('err');\na + 1");
    expect(brief(heard)).toEqual(["stdout: out\n", "stderr: err\n", 'execute_result {"text/plain":"2"}']);
    expect(reply).toMatchObject({ status: "ok", execution_count: 1, payload: [], user_expressions: {} });
    expect((await kernel.run("a + 1; undefined")).heard).toEqual([]);
  });

  test("shows a value as the value itself says, now or later", async () => {
    const kernel = await startKernel();
    const { heard } = await kernel.run(
      "({ [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'p', 'text/html': '<b>p</b>', 'image/png': new Uint8Array([1, 2, 3]) }) })",
    );
    expect(brief(heard)).toEqual(['execute_result {"text/plain":"p","text/html":"<b>p</b>","image/png":"AQID"}']);
  });

  test("shows nothing twice: a value that has been shown says so, and a promise is waited for", async () => {
    const kernel = await startKernel();
    const once = await kernel.run("({ [Symbol.for('Jupyter.display')]: () => undefined })");
    expect(once.reply["status"]).toBe("ok");
    expect(once.heard).toEqual([]);
    const { heard } = await kernel.run("new Promise<string>((resolve) => setTimeout(() => resolve('late'), 50))");
    expect(brief(heard)).toEqual([`execute_result {"text/plain":"'late'"}`]);
    const { reply } = await kernel.run("Promise.reject(new RangeError('refused'))");
    expect(reply).toMatchObject({ status: "error", ename: "RangeError" });
  });

  test("displays, updates and clears with the kernel's globals, which are typed, and with tslab's own display", async () => {
    const kernel = await startKernel();
    const { heard, reply } = await kernel.run(
      "display({ 'text/plain': 'one' }, { id: 'd' }); display({ 'text/plain': 'two' }, { id: 'd', update: true }); clearOutput(true); clearOutput()",
    );
    expect(reply["status"]).toBe("ok");
    expect(brief(heard)).toEqual([
      'display_data {"text/plain":"one"}',
      'update_display_data {"text/plain":"two"}',
      "clear_output true",
      "clear_output false",
    ]);
    expect(heard[1]?.content["transient"]).toEqual({ display_id: "d" });
    const tslab = await kernel.run("import * as tslab from 'tslab'; tslab.display.html('<i>x</i>')");
    expect(brief(tslab.heard)).toEqual(['display_data {"text/html":"<i>x</i>"}']);
    const wrong = await kernel.run("await display('text' as any)");
    expect(wrong.reply["evalue"]).toContain("Expected a MIME bundle");
  });

  test("that throws tells what and where in cells, and hides what is not the learner's", async () => {
    const kernel = await startKernel();
    await kernel.run(
      "function deep(n: number) {\n  if (n > 2) throw new TypeError('too deep', { cause: new Error('the cause') });\n  return n;\n}",
    );
    const { reply, heard } = await kernel.run("await 0;\ndeep(3)");
    expect(reply).toMatchObject({ status: "error", ename: "TypeError", evalue: "too deep" });
    const traceback = (reply["traceback"] as string[]).map(stripVTControlCharacters);
    expect(traceback[0]).toBe("TypeError: too deep");
    expect(traceback.slice(1, 6)).toEqual([
      "    at deep in cell [1], line 2:20",
      "1 | function deep(n: number) {",
      "2 |   if (n > 2) throw new TypeError('too deep', { cause: new Error('the cause') });",
      "                       ^",
      "3 |   return n;",
    ]);
    expect(traceback).toContain("    at cell [2], line 2:1");
    expect(traceback).toContain("Error: the cause");
    expect(traceback.join("\n")).not.toMatch(/node:|tslab|evalmachine|lib\/kernel/);
    expect(brief(heard)).toEqual(["error: TypeError: too deep"]);
  });

  test("with a type error is not run and shows the line", async () => {
    const kernel = await startKernel();
    const { reply } = await kernel.run("console.log('ran');\nconst q: string = 3;");
    expect(reply).toMatchObject({
      status: "error",
      ename: "TypeScriptError",
      evalue: "2:7 - Type 'number' is not assignable to type 'string'.",
    });
    expect((reply["traceback"] as string[]).map(stripVTControlCharacters)).toEqual([
      "TypeScriptError 2:7 - Type 'number' is not assignable to type 'string'.",
      "2 | const q: string = 3;",
      "          ^",
    ]);
  });

  test("may wait at its top, also in a loop over an async iterable", async () => {
    const kernel = await startKernel();
    const { heard } = await kernel.run("const l: number[] = []; for await (const x of [1, Promise.resolve(2)]) l.push(x);\nl.join()");
    expect(brief(heard)).toEqual([`execute_result {"text/plain":"'1,2'"}`]);
    const called = await kernel.run("const seven = await (async () => { await 0; return 7; })().catch(() => 0);\nseven");
    expect(brief(called.heard)).toEqual(['execute_result {"text/plain":"7"}']);
  });

  test("may name variables of earlier cells in short form", async () => {
    const kernel = await startKernel();
    await kernel.run("const model = 'cnn'; let epochs = 3;");
    const { heard } = await kernel.run("Object.values({ model, epochs }).join(' × ')");
    expect(brief(heard)).toEqual([`execute_result {"text/plain":"'cnn × 3'"}`]);
  });

  test("keeps what it prints after its end, also while a later cell runs", async () => {
    const kernel = await startKernel();
    const first = await kernel.run(
      "setTimeout(() => console.log('late'), 300); setTimeout(() => { throw new RangeError('from a timer') }, 350); 1",
    );
    const second = await kernel.run("await new Promise((resolve) => setTimeout(resolve, 600)); console.log('mine')");
    expect(brief(second.heard)).toEqual(["stdout: mine\n"]);
    expect(first.heard).toHaveLength(3);
    expect(brief(first.heard)[1]).toBe("stdout: late\n");
    expect(brief(first.heard)[2]).toContain("RangeError");
  });

  test("that prints 100,000 lines loses none and sends few messages", async () => {
    const kernel = await startKernel();
    const { heard } = await kernel.run("for (let i = 0; i < 100_000; i++) console.log(i)");
    const text = heard.map(({ content }) => content["text"]).join("");
    expect(text).toBe(Array.from({ length: 100_000 }, (_, index) => `${index}\n`).join(""));
    expect(heard.length).toBeLessThan(200);
  });

  test.each(["a folder outside the project", "lib", "."])("imports the library from %s", async (folder) => {
    const kernel = await startKernel({
      folder: folder.includes("outside") ? await mkdtemp(join(tmpdir(), "descent-notebooks-")) : join(projectRoot, folder),
    });
    const { reply, heard } = await kernel.run("import { escapeHtml } from 'descent/base';\nconst safe: string = escapeHtml('<');\nsafe");
    expect(reply["evalue"]).toBeUndefined();
    expect(brief(heard)).toEqual([`execute_result {"text/plain":"'&#60;'"}`]);
  });
});

describe("cells that wait", () => {
  test("are aborted when one before them fails, and the next one sent after that runs", async () => {
    const kernel = await startKernel();
    const replies = await Promise.all(["1", "throw new Error('stop')", "2", "3"].map((code) => kernel.run(code)));
    expect(replies.map(({ reply }) => reply["status"])).toEqual(["ok", "error", "aborted", "aborted"]);
    expect((await kernel.run("4")).reply).toMatchObject({ status: "ok", execution_count: 3 });
  });

  test("each get an idle after their last output", async () => {
    const kernel = await startKernel();
    const codes = Array.from({ length: 60 }, (_, index) => `console.log("cell ${index}")`);
    const ran = await Promise.all(codes.map((code) => kernel.run(code)));
    expect(ran.map(({ heard }) => brief(heard))).toEqual(codes.map((_, index) => [`stdout: cell ${index}\n`]));
  });
});

describe("the process", () => {
  test("drops malformed, unsigned, forged and replayed messages, says so in its log, and goes on", async () => {
    const kernel = await startKernel();
    const { connection } = kernel.process;
    const socket = new Dealer();
    socket.connect(addressOf(connection, "shell"));
    const message = createMessage("kernel_info_request", {}, { session: "s" });
    const signed = encode(message, new Signer(connection.key));
    await socket.send(["nonsense"]);
    await socket.send(["<IDS|MSG>", "", "{}", "{}", "{}", "{}"]);
    await socket.send(encode(message, new Signer("another key")));
    await socket.send(signed);
    await socket.send(signed);
    await socket.receive();
    socket.close();
    expect((await kernel.run("1 + 1")).reply["status"]).toBe("ok");
    await kernel.process.stop(() => kernel.client.shutdown());
    const { log, how } = await kernel.ended;
    expect(how).toBe("it exited with code 0");
    for (const reason of ["no <IDS|MSG> delimiter", "is not signed", "signature is wrong", "received before"])
      expect(log).toContain(reason);
  });

  test.each([
    ["nothing", undefined, "can't be read as JSON"],
    ["no object", "3", "holds no JSON object"],
    ["no port", JSON.stringify({ ip: "127.0.0.1", key: "k", transport: "tcp" }), "shell_port must be a port number"],
  ])("ends with 1 and a message where the connection file holds %s", async (_, content, message) => {
    const path = join(await mkdtemp(join(tmpdir(), "descent-connection-")), "c.json");
    if (content !== undefined) await writeFile(path, content);
    const [node = "", ...args] = kernelspec("tslab").argv.map((part) => part.replace("{connection_file}", path));
    const child = spawn(node, args, { stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    child.stderr.on("data", (text) => {
      log += text;
    });
    const [code] = await once(child, "close");
    expect(code).toBe(1);
    expect(log).toContain(message);
  });

  test("ends when the process that started it dies, even in the middle of a synchronous loop", async () => {
    const parent = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "orphan.ts")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pid = Number(String(line));
    expect(pid).toBeGreaterThan(1);
    parent.kill("SIGKILL");
    await expect.poll(() => lives(pid), { timeout: 10_000, interval: 200 }).toBe(false);
  });

  test("that is killed takes the process of its cells along", async () => {
    const kernel = await startKernel();
    const { heard } = await kernel.run("console.log(process.pid)");
    const pid = Number(heard[0]?.content["text"]);
    expect(lives(pid)).toBe(true);
    const running = kernel.run("for (;;) {}");
    kernel.process.signal("SIGKILL");
    await expect.poll(() => lives(pid), { timeout: 10_000, interval: 100 }).toBe(false);
    void running;
  });

  test("outlives one that a cell ended while a program of its own goes on", async () => {
    const kernel = await startKernel();
    const { reply } = await kernel.run(
      "require('node:child_process').spawn('sleep', ['5'], { detached: true, stdio: 'inherit' }).unref(); process.exit(0)",
    );
    expect(reply["ename"]).toBe("ProcessExit");
    expect((await kernel.run("1")).reply["status"]).toBe("ok");
  });

  test("answers the front end while a cell waits", async () => {
    const kernel = await startKernel();
    const running = kernel.run("await new Promise((resolve) => setTimeout(resolve, 1500)); 'done'");
    const info = await Promise.race([kernel.client.ready(), sleep(1000, undefined)]);
    expect(info).toMatchObject({
      protocol_version: "5.4",
      language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    });
    expect((await running).reply["status"]).toBe("ok");
  });
});

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
