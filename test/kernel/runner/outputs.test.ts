import { expect, test } from "vitest";
import { createMessage, type Message } from "../../../lib/kernel/protocol/message.ts";
import { CellOutputs } from "../../../lib/kernel/runner/outputs.ts";

const message = (type: string, content: Record<string, unknown>): Message => createMessage(type, content, { session: "s" });
const stream = (text: string, name = "stdout"): Message => message("stream", { name, text });
const display = (type: string, text: string, id?: string): Message =>
  message(type, { data: { "text/plain": text }, metadata: {}, transient: id === undefined ? {} : { display_id: id } });

test("text of one stream becomes one output in lines, another stream begins another", () => {
  const cell = new CellOutputs(new Map());
  for (const text of ["a", "b\nc", "\n"]) cell.add(stream(text));
  cell.add(stream("e", "stderr"));
  expect(cell.outputs).toEqual([
    { output_type: "stream", name: "stdout", text: ["ab\n", "c\n"] },
    { output_type: "stream", name: "stderr", text: ["e"] },
  ]);
});

test("an update changes every display of its id, also in earlier cells, and nothing where there is none", () => {
  const displays = new Map();
  const [first, second] = [new CellOutputs(displays), new CellOutputs(displays)];
  first.add(display("display_data", "0 %", "bar"));
  second.add(display("update_display_data", "100 %", "bar"));
  second.add(display("update_display_data", "lost", "other"));
  expect(first.outputs).toEqual([{ output_type: "display_data", data: { "text/plain": ["100 %"] }, metadata: {} }]);
  expect(second.outputs).toEqual([]);
});

test("clear_output removes at once, or with wait when something new comes", () => {
  const cell = new CellOutputs(new Map());
  cell.add(stream("old"));
  cell.add(message("clear_output", { wait: true }));
  expect(cell.outputs).toHaveLength(1);
  cell.add(stream("new"));
  expect(cell.outputs).toEqual([{ output_type: "stream", name: "stdout", text: ["new"] }]);
  cell.add(message("clear_output", { wait: false }));
  expect(cell.outputs).toEqual([]);
});

test("results and errors are kept, JSON data as it is, status is no output", () => {
  const cell = new CellOutputs(new Map());
  const figure = { data: [], layout: {} };
  cell.add(
    message("execute_result", {
      execution_count: 3,
      data: { "application/vnd.plotly.v1+json": figure, "text/html": "a\nb" },
      metadata: {},
    }),
  );
  cell.add(message("error", { ename: "E", evalue: "v", traceback: ["t"] }));
  cell.add(message("status", { execution_state: "idle" }));
  expect(cell.outputs).toEqual([
    {
      output_type: "execute_result",
      execution_count: 3,
      data: { "application/vnd.plotly.v1+json": figure, "text/html": ["a\n", "b"] },
      metadata: {},
    },
    { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
  ]);
});
