import type { NotebookOutput } from "../../notebook/format.ts";
import type { Message } from "../protocol/message.ts";

/** The displays of a notebook by `display_id`: a later cell may update what an earlier one showed. */
export type Displays = Map<string, Set<{ output: NotebookOutput }>>;

/** The outputs of one cell, gathered from the messages that belong to it, in the notebook format. */
export class CellOutputs {
  readonly #displays: Displays;
  #slots: { output: NotebookOutput }[] = [];
  #clearBeforeNext = false;

  /** @param displays shared by all cells of the notebook */
  constructor(displays: Displays) {
    this.#displays = displays;
  }

  get outputs(): readonly NotebookOutput[] {
    return this.#slots.map(({ output }) => output);
  }

  /** Takes in a message; those that are no output are ignored. */
  add({ header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        this.#addText(String(content["name"]), String(content["text"]));
        break;
      case "display_data":
      case "execute_result":
        this.#addData(header.msg_type, content);
        break;
      case "update_display_data":
        this.#update(content);
        break;
      case "error":
        this.#push({ output_type: "error", ename: content["ename"], evalue: content["evalue"], traceback: content["traceback"] });
        break;
      case "clear_output":
        if (content["wait"] === true) this.#clearBeforeNext = true;
        else this.#slots = [];
        break;
    }
  }

  #addText(name: string, text: string): void {
    this.#clearIfAsked();
    const last = this.#slots.at(-1);
    if (last?.output.output_type !== "stream" || last.output["name"] !== name) {
      this.#push({ output_type: "stream", name, text: linesOf(text) });
      return;
    }
    const before = last.output["text"];
    last.output = { ...last.output, text: linesOf((Array.isArray(before) ? before.join("") : "") + text) };
  }

  #addData(type: "display_data" | "execute_result", { data, metadata, execution_count: count, transient }: Message["content"]): void {
    const output = { output_type: type, data: inLines(data), metadata: metadata ?? {} };
    const slot = this.#push(type === "execute_result" ? { ...output, execution_count: count } : output);
    const id = displayId(transient);
    if (id === undefined) return;
    const shown = this.#displays.get(id) ?? new Set();
    this.#displays.set(id, shown.add(slot));
  }

  #update({ data, metadata, transient }: Message["content"]): void {
    const id = displayId(transient);
    if (id === undefined) return;
    for (const slot of this.#displays.get(id) ?? []) slot.output = { ...slot.output, data: inLines(data), metadata: metadata ?? {} };
  }

  #push(output: NotebookOutput): { output: NotebookOutput } {
    this.#clearIfAsked();
    const slot = { output };
    this.#slots.push(slot);
    return slot;
  }

  #clearIfAsked(): void {
    if (this.#clearBeforeNext) this.#slots = [];
    this.#clearBeforeNext = false;
  }
}

/** Text as the notebook format stores it: lines, each with its line end but the last. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function inLines(data: unknown): Record<string, unknown> {
  const entries = Object.entries(typeof data === "object" && data !== null ? data : {});
  return Object.fromEntries(
    entries.map(([type, value]) => [type, type.startsWith("text/") && typeof value === "string" ? linesOf(value) : value]),
  );
}

function displayId(transient: unknown): string | undefined {
  return typeof transient === "object" && transient !== null && "display_id" in transient ? String(transient.display_id) : undefined;
}
