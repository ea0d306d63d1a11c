import { describe, expect, test } from "vitest";
import { kernelspec } from "../../lib/kernel/spec.ts";
import { brief, startKernel } from "./support.ts";

describe("while a cell runs in a loop that never ends, the kernel", () => {
  test("tells of itself, completes, inspects, knows its history, and stops the cell by a message", async () => {
    const kernel = await startKernel();
    await kernel.run("const answer: number = 42;");
    const running = kernel.run("console.log('begins'); for (;;) {}");
    const { client } = kernel;
    expect(await client.ask("kernel_info_request")).toMatchObject({ status: "ok", protocol_version: "5.4" });
    expect((await client.ask("complete_request", { code: "answer.toFi", cursor_pos: 11 }))["matches"]).toContain("toFixed");
    const inspected = await client.ask("inspect_request", { code: "answer", cursor_pos: 3, detail_level: 0 });
    expect(JSON.stringify(inspected["data"])).toContain("const answer: number");
    const { history } = await client.ask("history_request", { hist_access_type: "tail", n: 1, output: false, raw: true });
    expect(history).toEqual([[0, 2, "console.log('begins'); for (;;) {}"]]);
    client.interrupt();
    expect((await running).reply).toMatchObject({ status: "error", ename: "KeyboardInterrupt" });
    expect(brief((await kernel.run("answer")).heard)).toEqual(['execute_result {"text/plain":"42"}']);
  });
});

describe("an execute request", () => {
  test("has the values of its user_expressions in the answer, and what went wrong with one", async () => {
    const kernel = await startKernel();
    const { reply } = await kernel.run("const x = 20", {
      user_expressions: { twice: "x * 2", unknown: "nowhere", thrown: "JSON.parse('{')" },
    });
    expect(reply["user_expressions"]).toMatchObject({
      twice: { status: "ok", data: { "text/plain": "40" }, metadata: {} },
      unknown: { status: "error", ename: "TypeScriptError" },
      thrown: { status: "error", ename: "SyntaxError" },
    });
    expect(brief((await kernel.run("x")).heard)).toEqual(['execute_result {"text/plain":"20"}']);
  });

  test("that is silent shows no result, does not count and is not kept; one without store_history is shown but not kept", async () => {
    const kernel = await startKernel();
    const silent = await kernel.run("const hidden = 1; hidden", { silent: true });
    expect(silent.heard).toEqual([]);
    const unkept = await kernel.run("hidden + 1", { store_history: false });
    expect(brief(unkept.heard)).toEqual(['execute_result {"text/plain":"2"}']);
    const { reply } = await kernel.run("hidden + 2");
    expect(reply["execution_count"]).toBe(1);
    const { history } = await kernel.client.ask("history_request", { hist_access_type: "tail", n: 9, output: false });
    expect(history).toEqual([[0, 1, "hidden + 2"]]);
  });

  test("does not end the cells behind it where it says so", async () => {
    const kernel = await startKernel();
    const [failed, next] = await Promise.all([kernel.run("throw new Error('x')", { stop_on_error: false }), kernel.run("1")]);
    expect([failed.reply["status"], next.reply["status"]]).toEqual(["error", "ok"]);
  });

  test("that asks for input from a front end that can't give it says so", async () => {
    const kernel = await startKernel();
    expect((await kernel.run("prompt('Name?')")).reply["evalue"]).toContain("Expected a front end that can ask its user");
  });
});

describe("a comm", () => {
  test("opened by a cell sends and hears, is listed while it is open, and what its listener prints belongs to the message", async () => {
    const kernel = await startKernel();
    const { heard } = await kernel.run(
      `const comm = comms.open("progress", { done: 0 }, { id: "c1" });
      comm.onMessage(({ data }) => { console.log("heard", data.ask); comm.send({ done: 1 }); });
      comm.send({ done: 0.5 }, { buffers: [new Uint8Array([1, 2])] }); undefined`,
    );
    expect(heard.map(({ header, content }) => [header.msg_type, content])).toEqual([
      ["comm_open", { comm_id: "c1", target_name: "progress", data: { done: 0 } }],
      ["comm_msg", { comm_id: "c1", data: { done: 0.5 } }],
    ]);
    expect(heard[1]?.buffers.map((buffer) => [...buffer])).toEqual([[1, 2]]);
    expect((await kernel.client.ask("comm_info_request", { target_name: "progress" }))["comms"]).toEqual({
      c1: { target_name: "progress" },
    });
    expect((await kernel.client.ask("comm_info_request", { target_name: "other" }))["comms"]).toEqual({});
    const said: string[] = [];
    kernel.client.tell("comm_msg", { comm_id: "c1", data: { ask: "how far" } }, ({ header, content }) => {
      if (header.msg_type !== "status") said.push(`${header.msg_type} ${JSON.stringify(content["data"] ?? content["text"])}`);
    });
    await expect.poll(() => said).toEqual(['stream "heard how far\\n"', 'comm_msg {"done":1}']);
    await kernel.run("comm.close()");
    expect((await kernel.client.ask("comm_info_request"))["comms"]).toEqual({});
  });

  test("opened by the front end reaches the target that a cell registered; one that nobody registered is closed", async () => {
    const kernel = await startKernel();
    await kernel.run("comms.register('slider', (comm, { data }) => comm.send({ got: data.value }))");
    const said: unknown[] = [];
    const listen = ({ header, content }: { header: { msg_type: string }; content: object }) =>
      void (header.msg_type !== "status" && said.push([header.msg_type, content]));
    kernel.client.tell("comm_open", { comm_id: "a", target_name: "slider", data: { value: 3 } }, listen);
    await expect.poll(() => said).toEqual([["comm_msg", { comm_id: "a", data: { got: 3 } }]]);
    kernel.client.tell("comm_open", { comm_id: "b", target_name: "nobody", data: {} }, listen);
    await expect.poll(() => said[1]).toEqual(["comm_close", { comm_id: "b", data: {} }]);
    expect((await kernel.client.ask("comm_info_request"))["comms"]).toEqual({ a: { target_name: "slider" } });
  });
});

test("a debugger is refused in a debugger's own words", async () => {
  const kernel = await startKernel();
  expect(await kernel.client.ask("debug_request", { type: "request", command: "initialize", seq: 4 })).toMatchObject({
    type: "response",
    success: false,
    request_seq: 4,
    command: "initialize",
  });
  expect(kernel.info["debugger"]).toBe(false);
  expect(kernelspec("tslab").metadata).toEqual({});
});
